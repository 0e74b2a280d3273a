-- The register. The hub's own people read persons of their areas; a tie to a person shuts that person, and the records that
-- were merged into them. Whom a reader is tied to is worked out once for a statement: ties are few, and people are many.
create policy hub_reads on people_person for select to mash_hub
    using (areas && (select access.areas_as('practice_manager', 'social_worker', 'call_handler')));
create policy no_tied_reader on people_person as restrictive for select to mash_hub
    using (not id = any ((select people.shut())::uuid[])
        and (merged_into_id is null or not merged_into_id = any ((select people.shut())::uuid[])));
create policy made on people_person for insert to mash_hub
    with check (areas <@ (select access.areas_as('practice_manager', 'social_worker', 'call_handler')));
create policy changed on people_person for update to mash_hub
    using (areas && (select access.areas_as('practice_manager', 'social_worker', 'call_handler')));
create policy definer_reads on people_person for select to mash_definer using (true);

create policy hub_reads on people_personaddress for select to mash_hub
    using (exists (select from people_person p where p.id = person_id) and (
        not protected or area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])));
create policy made on people_personaddress for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on people_personaddress for select to mash_definer using (true);

-- Candidates for somebody described: whoever shares a key, in every area, for those who take and weigh enquiries.
-- Fuzzy operators are not leakproof and would lose their index under row-level security: hence a definer function.
-- A protected address of another area neither finds nor shows: a hidden value must not find. Those who share most come first.
-- Which rows a plan would read depends on the keys that it was made for: one made for a name that few bear walks through the
-- register for another. So there is one plan for all.
drop function if exists people.candidates(text[], integer);
drop function if exists people.candidates(text[], text[], text[], text[], integer);
drop function if exists people.candidates(text[], text[], text[], text[], text[], text[], integer);
create or replace function people.candidates(
        numbers text[], narrow text[], named text[], born text[], family text[], given text[], words text[],
        most integer)
    returns table (
        id uuid, given text, middle text, family text, also_known_as text[], born date, born_from smallint,
        born_to smallint, due_date date, died date, sex text, nhs_number text, upn text, phone text, email text, school text,
        practice text, areas uuid[], addresses jsonb
    )
    language sql stable security definer set search_path = pg_catalog, public set enable_seqscan = off
    set plan_cache_mode = force_generic_plan as $$
    with mine as materialized (
        select access.areas_as('practice_manager', 'social_worker', 'call_handler') as areas, people.shut() as shut
    ), likest as materialized (
        select found.person, sum(found.shared) as shared
        from mine, lateral (
            select b.person, b.shared from people.bearing(numbers::varchar[], candidates.narrow::varchar[],
                candidates.named::varchar[], candidates.born::varchar[], candidates.family::varchar[],
                candidates.given::varchar[], null, most) b
            union all
            select w.person, w.shared from people.bearing_words(candidates.words, mine.areas, most) w
        ) found
        where cardinality(mine.areas) > 0 and not found.person = any (mine.shut)
        group by found.person
        order by sum(found.shared) desc, found.person limit most
    )
    select p.id, p.given::text, p.middle::text, p.family::text, p.also_known_as::text[], p.born, p.born_from,
        p.born_to, p.due_date, p.died, p.sex::text, p.nhs_number::text, p.upn::text, p.phone::text, p.email::text,
        p.school::text, p.practice::text, p.areas,
        coalesce((
            select jsonb_agg(jsonb_build_array(a.address, a.postcode, a.uprn) order by a.told_at desc)
            from people_personaddress a
            where a.person_id = p.id and (not a.protected or a.area = any (mine.areas)
                and (a.address, a.postcode, a.uprn) <> ('', '', ''))
        ), '[]'::jsonb)
    from likest join people_person p on p.id = likest.person, mine
    order by likest.shared desc, p.id
$$;
grant execute on function people.candidates(text[], text[], text[], text[], text[], text[], text[], integer) to mash_hub;

-- Make an area one of those whose hub knows a person: done when an enquiry there is found to be about them.
create or replace function people.known_in(person uuid, area uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if not area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler')) then
        raise exception 'only a hub''s own people may say whom it knows' using errcode = 'insufficient_privilege';
    end if;
    update people_person p set areas = p.areas || area where p.id = person and not area = any (p.areas);
end $$;
grant execute on function people.known_in(uuid, uuid) to mash_hub;
create policy definer_widens on people_person for update to mash_definer using (true);

-- The unborn are few among millions: who is due on a day is found by these rows alone.
create index if not exists unborn_by_due_date on people_person (due_date) where born is null and due_date is not null;
