-- What a front door may ask without reading anything: everything here answers for one reference and code, one key,
-- or one signed-in member.

drop function if exists intake.by_key(text);
-- The enquiry that was already made with this key: a double submit is one enquiry.
create or replace function intake.by_key(key text)
    returns table (
        id uuid, reference text, area uuid, channel text, received_at timestamptz, immediate_danger boolean, people jsonb
    )
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.id, e.reference::text, e.area_id, o.channel::text, e.received_at, e.immediate_danger, coalesce((
        select jsonb_object_agg(d.alias, d.id) from enquiries_describedperson d
        where d.enquiry_id = e.id and d.alias <> ''
    ), '{}'::jsonb)
    from enquiries_receipt r join enquiries_enquiry e on e.id = r.enquiry_id
    join enquiries_origin o on o.enquiry_id = e.id
    where r.key = by_key.key
$$;

-- Which enquiry a reference and code belong to; null when they do not fit.
create or replace function intake.opened_by(reference text, code_hash text) returns uuid
    language sql stable security definer set search_path = pg_catalog, public as $$
    select r.enquiry_id from enquiries_receipt r
    where r.reference = opened_by.reference and r.code_hash = opened_by.code_hash
$$;

-- Where an enquiry went: itself, then those of other areas that came of offers which were not sent back. Not granted to
-- any seat.
create or replace function intake.onward(enquiry uuid)
    returns table (id uuid, area uuid, state text, taken_at timestamptz, taken boolean, step integer)
    language sql stable security definer set search_path = pg_catalog, public as $$
    with recursive way as (
        select onward.enquiry as id, null::timestamptz as taken_at, true as taken, 0 as step
        union all
        select o.became, o.answered_at, way.taken and o.answer = 'accepted', way.step + 1
        from way join enquiries_offer o on o.enquiry_id = way.id
        where o.answer <> 'returned' and way.step < 20
    )
    select e.id, e.area_id, e.state::text, w.taken_at, w.taken, w.step from way w join enquiries_enquiry e on e.id = w.id
$$;
grant execute on function intake.onward(uuid) to mash_definer;

-- What an enquirer gets back of their enquiry: the state in public words, what they were told, what was asked and said.
-- Once another area has taken it on, it is that area's state and telephone; what either of them said stands there, and
-- what the enquirer says reaches all that are open (`places`, whoever has it first). Not granted to any seat.
create or replace function intake.told_back(enquiry uuid) returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    with way as materialized (
        select * from intake.onward(told_back.enquiry)
    ), has_it as (
        select h.* from way w join enquiries_enquiry h on h.id = w.id where w.taken order by w.step desc limit 1
    )
    select jsonb_build_object(
        'id', e.id, 'reference', e.reference, 'state', h.state, 'received_at', e.received_at, 'area', h.area_id,
        'read_at', (select min(r.rated_at) from triage_rating r where r.enquiry_id = h.id), 'decided_at', h.decided_at,
        'closed_at', h.closed_at,
        'narrative', (select w.narrative from enquiries_words w where w.enquiry_id = e.id),
        'passed_on', coalesce((
            select jsonb_agg(jsonb_build_object('area', a.name, 'at', w.taken_at) order by w.step)
            from way w join partnership_area a on a.id = w.area where w.taken and w.step > 0), '[]'::jsonb),
        'places', coalesce((
            select jsonb_agg(jsonb_build_object('id', w.id, 'area', w.area, 'state', w.state) order by w.id <> h.id, w.step)
            from way w where w.state <> 'closed'), '[]'::jsonb),
        'feedback', coalesce((
            select jsonb_agg(jsonb_build_object('id', f.id, 'text', f.text, 'told_at', f.told_at) order by f.told_at)
            from handover_feedback f where f.enquiry_id in (select w.id from way w where w.taken)), '[]'::jsonb),
        'disagreed', coalesce((
            select jsonb_agg(pathway.told_of_disagreement(d.id) order by d.opened_at desc)
            from disagreements_disagreement d
            where d.party = 'referrer' and d.enquiry_id in (select w.id from way w where w.taken)), '[]'::jsonb),
        'messages', coalesce((
            select jsonb_agg(jsonb_build_object('kind', m.kind, 'text', m.text, 'written_at', m.written_at)
                order by m.written_at, m.ctid)
            from enquiries_message m
            where m.enquiry_id in (select w.id from way w where w.taken) and (m.enquiry_id = h.id or not exists (
                select from enquiries_message same  -- what was said to both stands there once
                where same.enquiry_id = h.id and (same.kind, same.text, same.written_at) = (m.kind, m.text, m.written_at)
            ))), '[]'::jsonb))
    from enquiries_enquiry e, has_it h where e.id = told_back.enquiry
$$;
grant execute on function intake.told_back(uuid) to mash_definer;

create or replace function intake.what_became(reference text, code_hash text) returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select intake.told_back(intake.opened_by(what_became.reference, what_became.code_hash))
$$;

-- The same for a referrer who is signed in and sent it from that account, while their reason lasts.
create or replace function intake.sent_by_me(reference text) returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce(jsonb_agg(intake.told_back(e.id) order by e.received_at desc), '[]'::jsonb)
    from enquiries_enquiry e join enquiries_origin o on o.enquiry_id = e.id
    where o.member = access.me() and (sent_by_me.reference is null or e.reference = sent_by_me.reference)
      and exists (select from access_standing s where s.enquiry = e.id and s.kind = 'referrer'
          and s.holder = access.me() and (s.until > access.now() or exists (
              select from intake.onward(e.id) w where w.step > 0 and w.taken and w.state <> 'closed')))
      and not access.is_walled(e.id)
$$;

grant execute on function intake.by_key(text) to mash_intake, mash_hub;
grant execute on function intake.opened_by(text, text), intake.what_became(text, text), intake.sent_by_me(text)
to mash_intake;
