-- Nobody lives twice in one household at once. Whoever has left it may come back: that is another stay.
create unique index if not exists one_stay_in_a_household_at_a_time on people_resident (household_id, person_id)
    where until is null and not taken_back;

-- Households and who lives in them: the hub's own people of the area that was told, as far as they may read the person.
-- A wall before the enquiry that told it shuts the resident too, and a household of which nobody may be read is shut.
create policy hub_reads on people_resident for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from people_person p where p.id = person_id));
create policy told on people_resident for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy changed on people_resident for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on people_resident for select to mash_definer using (true);

-- Whether a stay that is open was told by an enquiry that a wall shuts to whoever acts: it is not told them, and they write no
-- second one beside it.
create or replace function people.lives_there_unseen(household uuid, person uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select from people_resident r
        where r.household_id = lives_there_unseen.household and r.person_id = lives_there_unseen.person
          and r.until is null and not r.taken_back and access.is_walled(r.enquiry)
          and r.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler')))
$$;
grant execute on function people.lives_there_unseen(uuid, uuid) to mash_hub;

create policy hub_reads on people_household for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from people_resident r where r.household_id = people_household.id));
create policy told on people_household for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy changed on people_household for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on people_household for select to mash_definer using (true);

-- Who else is at work with somebody, and what to take care of: the same people, for their own area. It is loaded by an
-- operator's command, which writes persons with it.
create policy hub_reads on people_involvement for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from people_person p where p.id = person_id));
create policy hub_reads on people_caution for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from people_person p where p.id = person_id));
create policy definer_reads on people_involvement for select to mash_definer using (true);
create policy definer_reads on people_caution for select to mash_definer using (true);

do $$
declare
    loaded text;
begin
    foreach loaded in array array['people_person', 'people_personaddress', 'people_involvement', 'people_caution'] loop
        execute format('create policy register_reads on %I for select to mash_system
            using ((select access.purpose()) = ''load register'')', loaded);
        execute format('create policy register_makes on %I for insert to mash_system
            with check ((select access.purpose()) = ''load register'')', loaded);
        execute format('create policy register_changes on %I for update to mash_system
            using ((select access.purpose()) = ''load register'')', loaded);
    end loop;
end $$;

-- All that stands around people of the register: what they are open to, with whom they live now, and the cautions of
-- themselves and of everybody who lives with them (an adult's caution counts for every child of the household).
-- Of the reader's own areas only, and never past a tie or a wall: what is not told here is absent, not masked.
create or replace function people.around(persons uuid[])
    returns table (person uuid, involved jsonb, cautions jsonb, lives_with jsonb)
    language sql stable security definer set search_path = pg_catalog, public as $$
    with mine as materialized (
        select access.areas_as('practice_manager', 'social_worker', 'call_handler') as areas, access.me() as me,
            (access.now() at time zone 'Europe/London')::date as today
    ), shut as materialized (
        select s.person from unnest(people.shut()) s (person)
    ), walled as materialized (
        select w.enquiry from access_wall w, mine where w.member = mine.me
    ), asked as (
        select p.id from people_person p where p.id = any (persons) and p.id not in (select s.person from shut s)
    ), stays as (
        select r.* from people_resident r, mine
        where r.area = any (mine.areas) and not r.taken_back and (r.until is null or r.until > mine.today)
          and r.person_id not in (select s.person from shut s)
          and (r.enquiry is null or r.enquiry not in (select w.enquiry from walled w))
          and r.household_id in (select h.household_id from people_resident h where h.person_id = any (persons))
    ), together as (
        select distinct on (own.person_id, other.person_id) own.person_id as of, other.person_id as with_whom, other.role,
            other.since
        from stays own join stays other on other.household_id = own.household_id and other.person_id <> own.person_id
        where own.person_id in (select a.id from asked a)
        order by own.person_id, other.person_id, other.told_on desc
    ), named as (
        select t.of, t.with_whom, t.role, t.since, p.born, p.born_to,
            coalesce(nullif(btrim(concat_ws(' ', nullif(p.given, ''), nullif(p.family, ''))), ''), p.also_known_as[1]) as name
        from together t join people_person p on p.id = t.with_whom and p.died is null
    )
    select a.id,
        coalesce((
            select jsonb_agg(jsonb_build_object('service', i.service, 'team', i.team, 'worker', i.worker, 'phone', i.phone,
                'manager', i.manager, 'plan', i.plan, 'since', i.since, 'until', i.until)
                order by (i.until is not null and i.until <= mine.today), i.since desc nulls last)
            from people_involvement i where i.person_id = a.id and i.area = any (mine.areas)
        ), '[]'::jsonb),
        coalesce((
            select jsonb_agg(jsonb_build_object('of', c.person_id, 'name', n.name, 'role', coalesce(n.role, ''), 'kind', c.kind,
                'text', c.text, 'since', c.since, 'own', c.person_id = a.id) order by c.person_id <> a.id, c.kind)
            from people_caution c left join named n on n.of = a.id and n.with_whom = c.person_id
            where c.area = any (mine.areas) and (c.until is null or c.until > mine.today)
              and (c.person_id = a.id or n.with_whom is not null)
        ), '[]'::jsonb),
        coalesce((
            select jsonb_agg(jsonb_build_object('person', n.with_whom, 'name', n.name, 'role', n.role, 'since', n.since)
                order by n.born nulls first, n.with_whom)
            from named n where n.of = a.id
        ), '[]'::jsonb)
    from asked a, mine where cardinality(mine.areas) > 0
$$;
grant execute on function people.around(uuid[]) to mash_hub, mash_definer;
