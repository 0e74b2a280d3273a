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

-- What an enquirer gets back: the state in public words, what they were told, what was asked and said.
create or replace function intake.what_became(reference text, code_hash text) returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select jsonb_build_object(
        'id', e.id, 'reference', e.reference, 'state', e.state, 'received_at', e.received_at, 'area', e.area_id,
        'read_at', (select min(r.rated_at) from triage_rating r where r.enquiry_id = e.id), 'decided_at', e.decided_at,
        'closed_at', e.closed_at,
        'narrative', (select w.narrative from enquiries_words w where w.enquiry_id = e.id),
        'feedback', coalesce((
            select jsonb_agg(jsonb_build_object('id', f.id, 'text', f.text, 'told_at', f.told_at) order by f.told_at)
            from handover_feedback f where f.enquiry_id = e.id), '[]'::jsonb),
        'messages', coalesce((
            select jsonb_agg(jsonb_build_object('kind', m.kind, 'text', m.text, 'written_at', m.written_at) order by m.written_at)
            from enquiries_message m where m.enquiry_id = e.id), '[]'::jsonb))
    from enquiries_enquiry e where e.id = intake.opened_by(what_became.reference, what_became.code_hash)
$$;

-- The same for a referrer who is signed in and sent it from that account, while their reason lasts.
create or replace function intake.sent_by_me(reference text) returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', e.id, 'reference', e.reference, 'state', e.state, 'received_at', e.received_at, 'area', e.area_id,
        'read_at', (select min(r.rated_at) from triage_rating r where r.enquiry_id = e.id), 'decided_at', e.decided_at,
        'closed_at', e.closed_at,
        'narrative', (select w.narrative from enquiries_words w where w.enquiry_id = e.id),
        'feedback', coalesce((
            select jsonb_agg(jsonb_build_object('id', f.id, 'text', f.text, 'told_at', f.told_at) order by f.told_at)
            from handover_feedback f where f.enquiry_id = e.id), '[]'::jsonb),
        'messages', coalesce((
            select jsonb_agg(jsonb_build_object('kind', m.kind, 'text', m.text, 'written_at', m.written_at) order by m.written_at)
            from enquiries_message m where m.enquiry_id = e.id), '[]'::jsonb)
    ) order by e.received_at desc), '[]'::jsonb)
    from enquiries_enquiry e join enquiries_origin o on o.enquiry_id = e.id
    where o.member = access.me() and (sent_by_me.reference is null or e.reference = sent_by_me.reference)
      and exists (select from access_standing s where s.enquiry = e.id and s.kind = 'referrer'
          and s.holder = access.me() and s.until > access.now())
      and not access.is_walled(e.id)
$$;

grant execute on function intake.by_key(text) to mash_intake, mash_hub;
grant execute on function intake.opened_by(text, text), intake.what_became(text, text), intake.sent_by_me(text)
to mash_intake;
