-- Packs are made by the hub's own clock, and printed by the practice managers of their area; the wall stands before each
-- entry by itself.
create policy printed on outage_pack for select to mash_hub
    using (area_id = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy made on outage_pack for all to mash_system using (true) with check (true);

create policy printed on outage_entry for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager'))::uuid[]) and exists (
        select from access.live l where l.enquiry = outage_entry.enquiry
          and (l.kind = 'hub' and l.holder = outage_entry.area or l.kind = 'glass')));
create policy made on outage_entry for all to mash_system using (true) with check (true);

-- What a pack says of an area's open enquiries. For the hub's own machinery alone: it may read nobody's particulars
-- otherwise. A protected address is not among what is described, nor are school and GP practice with it; the story is the
-- one with marks masked, and who told it is left out.
create or replace function pathway.on_paper(area uuid)
    returns table (enquiry uuid, part text, people uuid[], told jsonb)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.id, w.part, array(
        select distinct key from enquiries_describedperson d, unnest(array[d.id, d.person_id]) key
        where d.enquiry_id = e.id and key is not null and (w.part <> 'queue' or d.is_subject)
    ), jsonb_build_object(
        'reference', e.reference, 'state', e.state, 'level', e.level, 'received_at', e.received_at, 'due_at', e.due_at,
        'danger', e.immediate_danger, 'flagged', w.flagged, 'consent', e.consent,
        'with', (select jsonb_build_object('name', m.name, 'phone', m.phone) from partnership_member m where m.id = e.taken_by_id),
        'concerns', coalesce((select jsonb_agg(c.label order by array_position(e.concerns::text[], c.slug::text))
            from partnership_concern c where c.slug::text = any (e.concerns::text[])), '[]'::jsonb),
        'story', case when w.part = 'queue' then '' else e.narrative end,
        'people', coalesce((
            select jsonb_agg(case when w.part = 'queue' then jsonb_build_object('name', n.name, 'born', d.born, 'age', d.age)
                else jsonb_build_object('name', n.name, 'subject', d.is_subject, 'role', d.role, 'born', d.born, 'age', d.age,
                    'due', d.due_date, 'address', d.address, 'postcode', d.postcode, 'protected', d.address_protected,
                    'phone', d.phone, 'school', d.school, 'gp', d.gp) end order by d."order")
            from enquiries_describedperson d
            cross join lateral (select coalesce(
                nullif(btrim(concat_ws(' ', nullif(d.given, ''), nullif(d.family, ''))), ''),
                d.also_known_as[1], nullif(d.role, ''), 'Name not known') as name) n
            where d.enquiry_id = e.id and (w.part <> 'queue' or d.is_subject)
        ), '[]'::jsonb),
        'agencies', case when w.part = 'queue' then '[]'::jsonb else coalesce((
            select jsonb_agg(jsonb_build_object('name', a.name, 'state', r.state, 'due_at', r.due_at) order by r.due_at, a.name)
            from gathering_request r join partnership_agency a on a.id = r.agency_id where r.enquiry_id = e.id
        ), '[]'::jsonb) end)
    from enquiries_enquiry e
    cross join lateral (
        select f.flagged, case
            when e.level = 'red' or f.flagged and e.level = '' then 'red'
            when e.level = '' then 'to_rate' else 'queue' end as part
        from (select exists (select from triage_alert t where t.enquiry_id = e.id) as flagged) f
    ) w
    where access.seat() = 'system' and e.area_id = on_paper.area
      and (e.state in ('received', 'gathering') or e.state = 'decided' and e.level = 'red')
      and exists (
        select from access_standing s where s.enquiry = e.id and s.kind = 'hub' and s.holder = e.area_id
          and s.until > access.now())
    order by w.part = 'red' desc, w.part = 'to_rate' desc, coalesce(e.due_at, e.received_at), e.id
$$;
grant execute on function pathway.on_paper(uuid) to mash_system;
