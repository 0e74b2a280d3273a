-- Who moved to another area: read by the two hubs between which they did, as far as they may read the person; noted by the
-- hub that was told. Nobody writes it but the function below.
create policy hub_reads on people_relocation for select to mash_hub
    using ((area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
            or to_area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]))
        and (exists (select from people_person p where p.id = person_id)
            -- A hub that reads them no longer reads that it was a mistake, and not of whom.
            or taken_back_at is not null and not person_id = any ((select people.shut())::uuid[])));
create policy noted on people_relocation for update to mash_hub
    using (noted_at is null and taken_back_at is null
        and to_area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        and exists (select from people_person p where p.id = person_id))
    with check (noted_by_id = (select access.me()));
create policy definer_reads on people_relocation for select to mash_definer using (true);
create policy definer_tells on people_relocation for insert to mash_definer with check (true);
create policy definer_moves on people_relocation for update to mash_definer using (true);
create policy definer_reads on people_carried for select to mash_definer using (true);
create policy definer_notes on people_carried for insert to mash_definer with check (true);
create policy definer_tells on people_personaddress for insert to mash_definer with check (true);
create policy definer_tells on people_household for insert to mash_definer with check (true);
create policy definer_tells on people_resident for insert to mash_definer with check (true);

-- How somebody belongs to the household in which an area knows them, as far as whoever acts may know.
create or replace function people.role_at_home(person uuid, area uuid) returns text
    language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce((
        select b.role::text from people_resident b
        where b.person_id = role_at_home.person and b.area = role_at_home.area and not b.taken_back
          and (b.enquiry is null or not access.is_walled(b.enquiry))
        order by b.until is null desc, b.told_on desc limit 1), '')
$$;
grant execute on function people.role_at_home(uuid, uuid) to mash_definer;

-- Say that people whom one's own hub knows have moved to another area: from now on the hub there may read them, their new
-- home is kept, and their stays where they lived end on that day. A protected address is read by the two hubs alone, each as
-- its own; an address that any hub protects for one of them is protected, whatever is said now. Nothing of enquiries is
-- opened by it, and of those who move to a protected home the register knows neither school nor GP practice any more.
--   place   the address in a form that can be compared, as `people_household.place` has it
create or replace function people.goes_to(
    together uuid, persons uuid[], home uuid, other uuid, moved_on date, address text, postcode text, place text,
    protected boolean
) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    today constant date := (access.now() at time zone 'Europe/London')::date;
    hidden boolean := goes_to.protected;
    knows uuid;
    house uuid;
    before jsonb;
    known_homes uuid[];
    known uuid[];
begin
    if not home = any (access.areas_as('practice_manager', 'social_worker')) or home = other
        or not exists (select from partnership_area a where a.id = other) or coalesce(cardinality(persons), 0) = 0
        or cardinality(persons) <> (
            select count(*) from people_person p
            where p.id = any (persons) and home = any (p.areas) and p.merged_into_id is null
              and not p.id = any (people.shut()))
    then
        raise exception 'a hub''s own people say who of those whom it knows has moved' using errcode = 'insufficient_privilege';
    end if;
    -- A slip of the hand must not publish where somebody hides: the same door in any spelling, or the same postcode.
    hidden := hidden or ((address <> '' or postcode <> '') and exists (
        select from (
            select a.address, a.postcode from people_personaddress a
            where a.person_id = any (persons) and a.protected
            union all
            select h.address, h.postcode from people_resident r join people_household h on h.id = r.household_id
            where r.person_id = any (persons) and h.protected and not r.taken_back
        ) kept
        where public.place_keys(kept.address, kept.postcode) && people.place_sought(goes_to.address, goes_to.postcode)
           or lower(kept.address) = lower(goes_to.address) and kept.address <> ''
           or kept.postcode = goes_to.postcode and kept.postcode <> ''
    ));
    -- As it is before, so that what the move changes can go back.
    select coalesce(jsonb_object_agg(r.id, to_jsonb(r)), '{}') into before from people_resident r where r.person_id = any (persons);
    known_homes := array(select a.id from people_personaddress a where a.person_id = any (persons));
    known := array(select p.id from people_person p where p.id = any (persons) and other = any (p.areas));
    insert into people_relocation (id, together, person_id, area, to_area, moved_on, told_by_id, told_at)
    select gen_random_uuid(), goes_to.together, p, home, other, goes_to.moved_on, access.me(), access.now()
    from unnest(persons) p;
    update people_person p set areas = p.areas || other where p.id = any (persons) and not other = any (p.areas);
    if hidden then  -- as told openly before; and school and GP practice, which say where as well
        perform people.shut_home(p, home, goes_to.address, goes_to.postcode, '') from unnest(persons) p;
    end if;
    if address <> '' or postcode <> '' then
        insert into people_personaddress (id, person_id, area, address, postcode, protected, told_at)
        select gen_random_uuid(), p, a, goes_to.address, goes_to.postcode, hidden, access.now()
        from unnest(persons) p, unnest(case when hidden then array[home, other] else array[home] end) a;
    end if;

    foreach knows in array array[home, other] loop
        house := null;
        if goes_to.place <> '' or address <> '' or postcode <> '' then
            select h.id into house from people_household h
            where h.area = knows and h.protected = hidden and h.place = goes_to.place
              and (h.place <> '' or lower(h.address) = lower(goes_to.address) and h.postcode = goes_to.postcode)
              -- a move tells no property's number: it means the one there, and none of several
              and (h.uprn = '' or not exists (select from people_household n where n.area = h.area and n.uprn <> h.uprn
                  and n.protected = h.protected and n.place = h.place
                  and (h.place <> '' or lower(n.address) = lower(h.address) and n.postcode = h.postcode)))
            order by h.made_at limit 1;
        end if;
        if house is null and (address <> '' or postcode <> '' or cardinality(persons) > 1) then
            house := gen_random_uuid();
            insert into people_household (id, area, uprn, address, postcode, place, protected, made_at)
            values (house, knows, '', goes_to.address, goes_to.postcode, goes_to.place, hidden, access.now());
        end if;
        if house is not null then
            -- A stay that the other hub knows already is its own. One that ends on the day goes on; one that was somebody
            -- else's was none, and is the move's from now on.
            update people_resident r set until = null, ended_by = null, taken_back = false, told_on = today,
                since = case when r.until = goes_to.moved_on and not r.taken_back then r.since else goes_to.moved_on end,
                role = case when r.taken_back then people.role_at_home(r.person_id, home) else r.role end,
                enquiry = case when r.taken_back then null else r.enquiry end
            where r.id in (
                select distinct on (n.person_id) n.id from people_resident n
                where n.household_id = house and n.person_id = any (persons)
                order by n.person_id, n.taken_back, n.until is null desc, n.until desc
            ) and (r.taken_back or r.until = goes_to.moved_on
                or knows = home and (r.until is null or r.until > goes_to.moved_on));
            insert into people_resident (id, household_id, person_id, area, role, since, told_on, taken_back)
            select gen_random_uuid(), house, p, knows, people.role_at_home(p, home), goes_to.moved_on, today, false
            from unnest(persons) p
            where not exists (select from people_resident n where n.household_id = house and n.person_id = p
                and not n.taken_back and (n.until is null or n.until > goes_to.moved_on));
        end if;
        -- What the other hub was told of where they live is its own: only the stays that this hub knows end.
        if knows = home then
            update people_resident r set until = goes_to.moved_on, ended_by = null,
                since = case when r.since <= goes_to.moved_on then r.since end
            where r.person_id = any (persons) and r.area = home and not r.taken_back
              and (r.until is null or r.until > goes_to.moved_on) and r.household_id is distinct from house;
        end if;
    end loop;
    insert into people_carried (id, relocation_id, area, homes, stays)
    select gen_random_uuid(), m.id, not m.person_id = any (known),
        array(select a.id from people_personaddress a where a.person_id = m.person_id and not a.id = any (known_homes)),
        coalesce((
            select jsonb_agg(jsonb_build_object('was', before -> r.id::text, 'became', to_jsonb(r)))
            from people_resident r
            where r.person_id = m.person_id and (before -> r.id::text) is distinct from to_jsonb(r)), '[]')
    from people_relocation m where m.together = goes_to.together;
end $$;
grant execute on function people.goes_to(uuid, uuid[], uuid, uuid, date, text, text, text, boolean) to mash_hub;

-- What moves told that were taken back is not so: their addresses go, and a hub that reads somebody because of them alone
-- reads them no longer. So it is when such a move is taken back; and again when what a hub knew of them by itself was about
-- somebody else, or when a merging is taken back that the move's rows went through.
create or replace function people.forget_moves(persons uuid[]) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    with untrue as (
        -- Before it was kept what each move told, its rows bore its moment.
        select m.person_id, unnest(coalesce(c.homes, array(
            select a.id from people_personaddress a
            where a.person_id = m.person_id and a.told_at = m.told_at and a.area in (m.area, m.to_area)))) as home
        from people_relocation m left join people_carried c on c.relocation_id = m.id
        where m.person_id = any (persons) and m.taken_back_at is not null
    ), gone as (
        delete from people_personaddress a using untrue u
        where a.person_id = u.person_id and a.id = u.home and not exists (
            -- An address that a description tells as well is told, whoever said it first.
            select from enquiries_describedperson d left join enquiries_protectedaddress h on h.described_id = d.id
            where d.person_id = a.person_id and d.area = a.area and d.address_protected = a.protected
              and lower(coalesce(h.address, d.address)) = lower(a.address)
              and upper(replace(coalesce(h.postcode, d.postcode), ' ', '')) = a.postcode)
        returning a.person_id
    )
    update people_person p set keys = people.without_places(p.keys)
    where p.id in (select g.person_id from gone g);
    update people_person p set areas = left_over.areas
    from (
        select q.id, array(
            select k.area from unnest(q.areas) with ordinality k(area, place)
            where not exists (
                select from people_relocation m left join people_carried c on c.relocation_id = m.id
                where m.person_id = q.id and m.taken_back_at is not null and (
                    m.to_area = k.area and coalesce(c.area, true)
                    -- The hub that told it keeps them to be able to take it back, though it had mistaken them for another.
                    or m.area = k.area and exists (
                        select from enquiries_identification i where i.person_id = q.id and i.area = k.area))
            ) or exists (select from enquiries_describedperson d where d.person_id = q.id and d.area = k.area)
              or exists (select from people_reference f where f.person_id = q.id and f.area = k.area)
              or exists (select from people_personaddress a where a.person_id = q.id and a.area = k.area)
              or exists (select from people_involvement i where i.person_id = q.id and i.area = k.area)
              or exists (select from people_caution u where u.person_id = q.id and u.area = k.area)
              or exists (
                select from people_relocation m where m.person_id = q.id and m.taken_back_at is null
                  and k.area in (m.area, m.to_area))
            order by k.place
        ) as areas
        from people_person q where q.id = any (persons)
    ) left_over
    where p.id = left_over.id and p.areas <> left_over.areas and cardinality(left_over.areas) > 0;
end $$;
grant execute on function people.forget_moves(uuid[]) to mash_definer;

-- Say that a move that was told was a mistake: what it changed becomes what it was, wherever nothing else has changed it since.
-- The hub there reads these people no longer, unless it knows them by something of its own. Both hubs keep that it was told.
create or replace function people.stays_after_all(moves uuid[], why text) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    note record;
begin
    if coalesce(cardinality(moves), 0) = 0 or cardinality(moves) <> (
        select count(*) from people_relocation m join people_person p on p.id = m.person_id
        where m.id = any (moves) and m.taken_back_at is null and m.area = any (p.areas)
          and m.area = any (access.areas_as('practice_manager', 'social_worker')) and not p.id = any (people.shut()))
    then
        raise exception 'who may tell of a move takes it back' using errcode = 'insufficient_privilege';
    end if;
    perform from people_person p join people_relocation m on m.person_id = p.id
    where m.id = any (moves) order by p.id for update of p;
    update people_relocation m set taken_back_by_id = access.me(), taken_back_at = access.now(), taken_back_why = why
    where m.id = any (moves);
    for note in
        select m.person_id, c.stays from people_relocation m join people_carried c on c.relocation_id = m.id
        where m.id = any (moves)
    loop
        -- A stay that the move began is none, unless an enquiry has told it meanwhile; one that it ended goes on: where they
        -- were told to be back there, up to that day.
        update people_resident r set
            since = case when r.since is not distinct from k.since then b.since else r.since end,
            told_on = case when r.told_on = k.told_on then b.told_on else r.told_on end,
            role = case when r.role = k.role then b.role else r.role end,
            enquiry = case when r.enquiry is not distinct from k.enquiry then b.enquiry else r.enquiry end,
            until = case when b.taken_back then b.until else least(b.until, e.ends) end,
            ended_by = b.ended_by, taken_back = b.taken_back
        from jsonb_array_elements(note.stays) s
        cross join jsonb_populate_record(null::people_resident, s -> 'became') k
        cross join jsonb_populate_record(null::people_resident, case jsonb_typeof(s -> 'was')
            when 'object' then s -> 'was' else (s -> 'became') || '{"taken_back": true}' end) b
        cross join lateral (
            select min(greatest(b.since, coalesce(o.since, o.told_on))) as ends from people_resident o
            where o.household_id = b.household_id and o.person_id = note.person_id and o.id <> b.id
              and o.until is null and not o.taken_back) e
        where r.id = b.id
          and (r.until, r.taken_back, r.ended_by) is not distinct from (k.until, k.taken_back, k.ended_by)
          and (jsonb_typeof(s -> 'was') = 'object' or r.enquiry is not distinct from k.enquiry);
    end loop;
    perform people.forget_moves(array(select m.person_id from people_relocation m where m.id = any (moves)));
end $$;
grant execute on function people.stays_after_all(uuid[], text) to mash_hub;
