-- Checks: a checker (CAFCASS and similar) learns known or not known, and no more. These two functions are all of the
-- register that their seat reaches; who else sits there holds no such role, and gets no row.
create policy definer_reads on people_tally for select to mash_definer using (true);

-- Who may be the one that a checker asks for: people of the areas in which the checker is one, as `people.candidates`
-- finds them. What a tie hides is not found, and a protected address neither finds nor decides, whoever was told it.
drop function if exists people.to_check(text[], text[], text[], text[], integer);
create or replace function people.to_check(
        numbers text[], narrow text[], named text[], born text[], family text[], given text[], most integer)
    returns table (
        id uuid, given text, middle text, family text, also_known_as text[], born date, born_from smallint,
        born_to smallint, nhs_number text, areas uuid[], addresses jsonb
    )
    language sql stable security definer set search_path = pg_catalog, public set enable_seqscan = off
    set plan_cache_mode = force_generic_plan as $$
    with mine as materialized (
        select access.areas_as('checker') as areas, people.shut() as shut
    ), likest as materialized (
        select found.person, found.shared
        from mine, people.bearing(numbers::varchar[], to_check.narrow::varchar[], to_check.named::varchar[],
            to_check.born::varchar[], to_check.family::varchar[], to_check.given::varchar[], mine.areas, most) found
        where cardinality(mine.areas) > 0 and not found.person = any (mine.shut)
        order by found.shared desc, found.person limit most
    )
    select p.id, p.given::text, p.middle::text, p.family::text, p.also_known_as::text[], p.born, p.born_from,
        p.born_to, p.nhs_number::text, array(select a from unnest(p.areas) a where a = any (mine.areas)),
        coalesce((
            select jsonb_agg(jsonb_build_array(a.address, a.postcode) order by a.told_at desc)
            from people_personaddress a where a.person_id = p.id and not a.protected
        ), '[]'::jsonb)
    from likest join people_person p on p.id = likest.person, mine
    order by likest.shared desc, p.id
$$;
grant execute on function people.to_check(text[], text[], text[], text[], text[], text[], integer) to mash_partner;

-- How common what a checker tells is, as it was counted last: it decides whether somebody is sure.
create or replace function people.counted(given text[], family text[], years text[], postcodes text[])
    returns table (kind text, value text, people integer)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select t.kind::text, t.value::text, t.people
    from people_tally t
    where cardinality(access.areas_as('checker')) > 0 and (
        t.kind in ('people', 'addressed', 'together')
        or t.kind = 'given' and t.value = any (counted.given) or t.kind = 'family' and t.value = any (counted.family)
        or t.kind = 'year' and t.value = any (years) or t.kind = 'postcode' and t.value = any (postcodes))
$$;
grant execute on function people.counted(text[], text[], text[], text[]) to mash_partner;
