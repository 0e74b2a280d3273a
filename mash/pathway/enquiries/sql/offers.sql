-- Offers are read on both sides: by the area's own people of the enquiry that is offered, and of the one that came of it.
call access.read_by('enquiries_offer', array['practice_manager', 'social_worker', 'call_handler']);
create policy other_side_reads on enquiries_offer for select to mash_hub
    using (to_area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from access.live l where l.enquiry = became and l.kind = 'hub' and l.holder = to_area)
        and not exists (select from access.walls w where w.enquiry = became));
create policy offer on enquiries_offer for insert to mash_hub
    with check (offered_by_id = (select access.me()) and answer = '' and to_area <> area
        and area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[]));
create policy answer on enquiries_offer for update to mash_hub
    using (answer = '' and to_area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[]))
    with check (answered_by = (select access.me()) and (answer <> 'returned'
        or to_area = any ((select access.areas_as('practice_manager'))::uuid[])));
create policy definer_reads on enquiries_offer for select to mash_definer using (true);

-- How those described belong together goes along, in the moment of the offer and by whoever offers.
create policy offered on enquiries_relation for insert to mash_hub
    with check (exists (
        select from enquiries_offer o
        where o.became = enquiries_relation.enquiry_id and o.offered_by_id = (select access.me()) and o.offered_at = (select access.now())));

-- The offers of an enquiry, newest first: those by which it was offered, and the one by which it came. Not a security
-- definer: it tells no more than may be read.
create or replace function pathway.offers(enquiry uuid) returns jsonb
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
        'became', o.became, 'from_area', f.name, 'to_area', t.name, 'why', o.why, 'by', m.name, 'at', o.offered_at,
        'answer', o.answer, 'why_returned', o.why_returned, 'answered_at', o.answered_at,
        'answered_by', (select a.name from partnership_member a where a.id = o.answered_by)
    ) order by o.offered_at desc, o.id), '[]'::jsonb)
    from enquiries_offer o join partnership_area f on f.id = o.area join partnership_area t on t.id = o.to_area
    join partnership_member m on m.id = o.offered_by_id
    where o.enquiry_id = offers.enquiry or o.became = offers.enquiry);
end $$;

-- The areas of the hub, and the latest address in the register of each of those whom an enquiry is about. The same.
create or replace function pathway.whereabouts(enquiry uuid) returns jsonb
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
begin
    return jsonb_build_object(
        'areas', (select coalesce(jsonb_agg(jsonb_build_object(
            'id', a.id, 'slug', a.slug, 'name', a.name, 'postcodes', a.postcodes) order by a.name), '[]'::jsonb)
            from partnership_area a),
        'homes', (select coalesce(jsonb_agg(jsonb_build_object(
            'person', h.person_id, 'address', h.address, 'postcode', h.postcode)), '[]'::jsonb)
            from (
                select distinct on (p.person_id) p.person_id, p.address, p.postcode
                from enquiries_describedperson d join people_personaddress p on p.person_id = d.person_id
                where d.enquiry_id = whereabouts.enquiry and d.is_subject and not p.protected
                order by p.person_id, p.told_at desc
            ) h));
end $$;
grant execute on function pathway.offers(uuid), pathway.whereabouts(uuid) to mash_hub;
