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
create policy compared on people_tally for select to mash_system using ((select access.purpose()) = 'find doubles');

-- For each of many who are asked for: who of the register shares a key with them, and how many keys, a number counting
-- for several; those who share most first. Row-level security would keep an operator's command from the index too: hence
-- a definer function.
-- One plan for all, as for `people.candidates`; of those who share but a wide key `widely` are looked at.
-- A table that has just been filled looks small to the planner: reading all of it for each would be its choice.
drop function if exists people.sharing(integer[], text[], integer);
create or replace function people.sharing(asked jsonb, most integer, widely integer)
    returns table (place integer, person uuid, shared integer)
    language sql stable security definer set search_path = pg_catalog, public set enable_seqscan = off
    set plan_cache_mode = force_generic_plan as $$
    select sought.place, found.person, found.shared
    from jsonb_to_recordset(asked)
            sought(place integer, numbers text[], narrow text[], named text[], born text[], family text[], given text[])
        cross join lateral (
            select bears.person, bears.shared
            from people.bearing(sought.numbers::varchar[], sought.narrow::varchar[], sought.named::varchar[],
                sought.born::varchar[], sought.family::varchar[], sought.given::varchar[], null, widely) bears
            order by bears.shared desc, bears.person limit most
        ) found
    where access.seat() = 'system' and access.purpose() = any (array[
        'import people', 'match people', 'find doubles', 'load register'])
    order by sought.place, found.shared desc, found.person
$$;
grant execute on function people.sharing(jsonb, integer, integer) to mash_system;
