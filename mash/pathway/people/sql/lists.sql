-- Agencies' lists and what machines ask of the register: the operator's commands alone, each for its own purpose.
do $$
declare
    loaded text;
begin
    foreach loaded in array array['people_person', 'people_personaddress', 'people_reference'] loop
        execute format('create policy list_reads on %I for select to mash_system
            using ((select access.purpose()) = any (array[
                ''import people'', ''match people'', ''find doubles'', ''count the register'', ''train matching'',
                ''write keys'']))', loaded);
        execute format('create policy list_makes on %I for insert to mash_system
            with check ((select access.purpose()) = ''import people'')', loaded);
        execute format('create policy list_changes on %I for update to mash_system
            using ((select access.purpose()) = any (array[''import people'', ''write keys'']))', loaded);
    end loop;
end $$;

-- An agency's own number is read by the hub's own people of the area whose list told it, as far as they may read the person.
create policy hub_reads on people_reference for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from people_person p where p.id = person_id));

-- How common names are is for whoever looks somebody up; a job counts it.
create policy hub_reads on people_tally for select to mash_hub
    using ((select cardinality(access.areas_as('practice_manager', 'social_worker', 'call_handler'))) > 0);
create policy counted on people_tally to mash_system
    using ((select access.purpose()) = 'count the register')
    with check ((select access.purpose()) = 'count the register');

-- For each of many who are asked for: who of the register shares a key with them, and how many keys, a number counting
-- for several; those who share most first. Row-level security would keep an operator's command from the index too: hence
-- a definer function.
-- Keys come sorted as `people.candidates` takes them, and of those who share a wide one alone `widely` are looked at.
-- A table that has just been filled looks small to the planner: reading all of it for each would be its choice.
drop function if exists people.sharing(integer[], text[], integer);
create or replace function people.sharing(asked jsonb, most integer, widely integer)
    returns table (place integer, person uuid, shared integer)
    language sql stable security definer set search_path = pg_catalog, public set enable_seqscan = off as $$
    with sought as materialized (
        select a.place, a.numbers::varchar[] as numbers, a.narrow::varchar[] as narrow,
            a.family::varchar[] as family, a.given::varchar[] as given, (a.family || a.given)::varchar[] as wide,
            (a.numbers || a.narrow || a.family || a.given)::varchar[] as any_of
        from jsonb_to_recordset(asked) a (place integer, numbers text[], narrow text[], family text[], given text[])
        where access.seat() = 'system' and access.purpose() = any (array[
            'import people', 'match people', 'find doubles', 'load register'])
    )
    select sought.place, found.id, found.shared
    from sought cross join lateral (
        select s.id, 5 * (s.keys && sought.numbers)::integer
            + (select count(*)::integer from unnest(s.keys) k where k = any (sought.any_of)) as shared
        from (
            (select p.id, p.keys from people_person p
            where p.merged_into_id is null
              and (p.keys && sought.numbers or p.keys && sought.narrow
                or (p.keys && sought.family and p.keys && sought.given)))
            union
            (select p.id, p.keys from people_person p
            where p.merged_into_id is null and p.keys && sought.wide limit widely)
        ) s
        order by shared desc, s.id limit most
    ) found
    order by sought.place, found.shared desc, found.id
$$;
grant execute on function people.sharing(jsonb, integer, integer) to mash_system;
