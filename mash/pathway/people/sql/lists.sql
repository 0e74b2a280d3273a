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

-- For each of many who are asked for: who of the register shares a key with them, and how many keys; those who share
-- most first. Row-level security would keep an operator's command from the index too: hence a definer function.
-- A table that has just been filled looks small to the planner: reading all of it for each would be its choice.
create or replace function people.sharing(numbers integer[], keys text[], most integer)
    returns table (number integer, person uuid, shared integer)
    language sql stable security definer set search_path = pg_catalog, public set enable_seqscan = off as $$
    with asked as materialized (
        select a.number, array_agg(a.key)::varchar[] as keys
        from unnest(numbers, sharing.keys) a (number, key)
        where access.seat() = 'system' and access.purpose() = any (array['import people', 'match people', 'find doubles'])
        group by a.number
    )
    select asked.number, found.id, found.shared
    from asked cross join lateral (
        select p.id, (select count(*)::integer from unnest(p.keys) k where k = any (asked.keys)) as shared
        from people_person p where p.keys && asked.keys and p.merged_into_id is null
        order by shared desc, p.id limit most
    ) found
$$;
grant execute on function people.sharing(integer[], text[], integer) to mash_system;
