-- What a front door may ask without reading anything: everything here answers for one reference and code, one key,
-- or one signed-in member.

create or replace function intake.standard_of(area uuid, at timestamptz) returns uuid
    language sql stable security definer set search_path = pg_catalog, public as $$
    select s.id from partnership_servicestandard s
    where s.area_id = standard_of.area and s.holds_from <= at order by s.holds_from desc limit 1
$$;

-- The enquiry that was already made with this key: a double submit is one enquiry.
create or replace function intake.by_key(key text)
    returns table (id uuid, reference text, people jsonb)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select r.enquiry_id, r.reference::text, coalesce((
        select jsonb_object_agg(d.alias, d.id) from enquiries_describedperson d
        where d.enquiry_id = r.enquiry_id and d.alias <> ''
    ), '{}'::jsonb)
    from enquiries_receipt r where r.key = by_key.key
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

-- The narrative with marks masked is written again when a mark is made later (somebody added with a protected address).
grant execute on function intake.standard_of(uuid, timestamptz), intake.by_key(text) to mash_intake, mash_hub;
grant execute on function intake.opened_by(text, text), intake.what_became(text, text), intake.sent_by_me(text)
to mash_intake;
