-- Two records that may be one person. Those who weigh, of areas that know both, and who are tied to neither.

-- To whom whoever acts is tied: as a person of the register, or as somebody described who was found to be one.
create or replace function people.shut() returns uuid[]
    language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce(array_agg(distinct tied.person), '{}') from (
        select coalesce(t.person, d.person_id) as person
        from access_tie t left join enquiries_describedperson d on d.id = t.described
        where t.member_id = access.me() and t.lifted_at is null
    ) tied where tied.person is not null
$$;
grant execute on function people.shut() to mash_hub;

-- Whether whoever acts may weigh two records: also one that was merged into a record to which they are tied may not be.
create or replace function people.weighs(one uuid, other uuid, areas uuid[], shut uuid[]) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select count(*) = 2 from people_person p
    where p.id in (weighs.one, weighs.other) and p.areas && weighs.areas
      and not p.id = any (weighs.shut) and (p.merged_into_id is null or not p.merged_into_id = any (weighs.shut))
$$;
grant execute on function people.weighs(uuid, uuid, uuid[], uuid[]) to mash_hub;

-- Pairs that look like one person of whom one bears a caution of one's own areas, and nobody has found out or proposed
-- anything: the latest first. Beginning with the cautions, which are few: `weighs` is asked for no other pair, however many
-- the register holds. A security definer, because row policies would ask it of every pair first.
create or replace function people.cautioned_doubles(likely double precision, most integer) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public as $$
    with mine as (
        select access.areas_as('practice_manager', 'social_worker') as areas, people.shut() as shut
    ), borne as materialized (
        select distinct c.person_id as person from people_caution c, mine
        where c.area = any (mine.areas)
          and (c.until is null or c.until > (access.now() at time zone 'Europe/London')::date)
    ), alike as materialized (
        select distinct d.id, d.one_id, d.other_id, d.found_at
        from borne b cross join lateral (
            select x.* from people_doubt x where x.one_id = b.person
            union all select x.* from people_doubt x where x.other_id = b.person
        ) d
        where (d.finding = '' or d.again_at is not null) and d.p >= cautioned_doubles.likely
          and not exists (select from people_merging m where m.doubt_id = d.id and m.answer = '')
          and not exists (select from people_person p
            where p.id in (d.one_id, d.other_id) and p.merged_into_id is not null)
    )
    select a.id from alike a, mine where access.seat() = 'hub' and people.weighs(a.one_id, a.other_id, mine.areas, mine.shut)
    order by a.found_at desc, a.id limit cautioned_doubles.most
$$;
grant execute on function people.cautioned_doubles(double precision, integer) to mash_hub;

create policy hub_reads on people_doubt for select to mash_hub using (people.weighs(one_id, other_id,
    (select access.areas_as('practice_manager', 'social_worker')), (select people.shut())));
create policy named on people_doubt for insert to mash_hub with check (
    named_by_id = (select access.me()) and people.weighs(one_id, other_id,
        (select access.areas_as('practice_manager', 'social_worker')), (select people.shut())));
create policy found_out on people_doubt for update to mash_hub
    using (people.weighs(one_id, other_id,
        (select access.areas_as('practice_manager', 'social_worker')), (select people.shut()))) with check (found_out_by_id = (select access.me()));
-- Proposals, for those who may weigh the pair.
create policy hub_reads on people_merging for select to mash_hub
    using (exists (select from people_doubt d where d.id = doubt_id));
create policy proposed on people_merging for insert to mash_hub with check (
    proposed_by_id = (select access.me()) and answer = '' and exists (select from people_doubt d where d.id = doubt_id));
create policy answered on people_merging for update to mash_hub
    using (answer = '' and exists (select from people_doubt d where d.id = doubt_id))
    with check (answered_by_id = (select access.me()));
-- Who told two apart, when and why, is read with the pair; a machine says only what has changed since.
create policy hub_reads on people_toldapart for select to mash_hub
    using (exists (select from people_doubt d where d.id = doubt_id));
create policy told on people_toldapart for insert to mash_hub with check (
    told_by_id = (select access.me()) and exists (select from people_doubt d where d.id = doubt_id));
create policy doubles_read on people_toldapart for select to mash_system using ((select access.purpose()) = 'find doubles');
create policy doubles_looked on people_toldapart for update to mash_system
    using ((select access.purpose()) = 'find doubles');
create policy definer_reads on people_doubt for select to mash_definer using (true);
create policy definer_reads on people_merging for select to mash_definer using (true);
create policy definer_reads on people_moved for select to mash_definer using (true);
create policy definer_notes on people_moved for insert to mash_definer with check (true);
create policy definer_told_since on people_moved for update to mash_definer using (true);
create policy doubles_read on people_doubt for select to mash_system using ((select access.purpose()) = 'find doubles');
create policy doubles_found on people_doubt for insert to mash_system with check ((select access.purpose()) = 'find doubles');
create policy doubles_weighed on people_doubt for update to mash_system using ((select access.purpose()) = 'find doubles');

-- What points to a person goes to the one that stays.
create policy definer_moves on people_resident for update to mash_definer using (true);
create policy definer_moves on people_personaddress for update to mash_definer using (true);
create policy definer_moves on people_involvement for update to mash_definer using (true);
create policy definer_moves on people_caution for update to mash_definer using (true);
create policy definer_moves on people_reference for update to mash_definer using (true);
create policy definer_reads on people_reference for select to mash_definer using (true);

-- Every column that says which person a row is about: whatever refers to the register, so that a table that comes later is
-- not forgotten; and ties, which refer to nothing. What is told of the merging itself stays.
create or replace function people.pointers() returns table (place text, named text)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select r.relname::text, a.attname::text
    from pg_constraint c
    join pg_class r on r.oid = c.conrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'public.people_person'::regclass and r.relnamespace = 'public'::regnamespace
      and r.relname not in ('people_doubt', 'people_merging')
    union all select 'access_tie', 'person'
    order by 1, 2
$$;

-- That no row was left behind: one that this function may not change, as a row policy has it, would be left in silence.
create or replace function people.nothing_points_to(folded uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    pointer record;
    left_behind boolean;
begin
    for pointer in select * from people.pointers() loop
        execute format('select exists (select from %I t where t.%I = $1)', pointer.place, pointer.named) into left_behind
        using nothing_points_to.folded;
        if left_behind then
            raise exception '% still points to a record that was merged', pointer.place;
        end if;
    end loop;
end $$;

-- Merge two records, as two people have said: every row that points to the one points to the other from now on, and the one
-- that stays learns what it lacks. A home that one of them protects is protected, however openly the other had it. What each
-- row was is noted, so that it can go back.
--   finds   what finds the one that stays, should a home be hidden: without it, the keys of both do
drop function if exists people.fold(uuid, text[], text[]);
create or replace function people.fold(merging uuid, columns text[], names text[], finds text[]) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    this people_merging;
    kept people_person;
    folded people_person;
    learned people_person;
    pointer record;
    shuts boolean;
begin
    select * into this from people_merging m where m.id = fold.merging;
    if this.answer is distinct from 'confirmed' or this.undoes_id is not null or this.answered_by_id <> access.me()
        or this.answered_at <> access.now() or exists (select from people_moved v where v.merging_id = this.id)
    then
        raise exception 'records are merged by the second person who says so' using errcode = 'insufficient_privilege';
    end if;
    -- Whoever is just about to point to one of the two is waited for.
    perform from people_person p where p.id in (this.kept_id, this.folded_id) order by p.id for update;
    select * into kept from people_person p where p.id = this.kept_id;
    select * into folded from people_person p where p.id = this.folded_id;
    if kept.merged_into_id is not null or folded.merged_into_id is not null then
        raise exception 'a record is merged once' using errcode = 'insufficient_privilege';
    end if;

    -- Stays of both in one household, of which one begins before another is over, are one: from the first day to the last.
    -- Between those there is a gap, in which nobody is taken to have lived there.
    with stays as (
        select r.*, coalesce(r.since, least(r.told_on, r.until)) as began, coalesce(r.until, 'infinity') as ended
        from people_resident r where r.person_id in (kept.id, folded.id) and not r.taken_back
    ), follow as (
        select s.*, s.began > max(s.ended) over (partition by s.household_id order by s.began, s.id
            rows between unbounded preceding and 1 preceding) as apart from stays s
    ), runs as (
        select f.*, count(*) filter (where f.apart) over (partition by f.household_id order by f.began, f.id) as run from follow f
    ), places as (
        select u.*, row_number() over (partition by u.household_id, u.run order by u.person_id = kept.id desc, u.began, u.id)
            as place from runs u
    ), spans as (
        select household_id, run, jsonb_build_object(
            'since', case when min(since) <= min(began) then min(since) end, 'told_on', min(told_on),
            'until', case when count(until) = count(*) then max(until) end,
            'ended_by', case when count(until) = count(*) then (array_agg(ended_by order by until desc, place))[1] end,
            'role', coalesce((array_agg(role order by place) filter (where role <> ''))[1], '')) as becomes
        from places group by household_id, run having count(distinct person_id) = 2
    ), both_of as (
        select p.id as line, case when p.place = 1 then s.becomes else '{"taken_back": true}' end as becomes
        from places p join spans s using (household_id, run)
    )
    insert into people_moved (id, merging_id, place, line, was, became)
    select gen_random_uuid(), this.id, 'people_resident', b.line, c.was, c.became
    from both_of b join people_resident r on r.id = b.line cross join lateral (
        select jsonb_object_agg(e.key, to_jsonb(r) -> e.key) as was, jsonb_object_agg(e.key, e.value) as became
        from jsonb_each(b.becomes) e where to_jsonb(r) -> e.key is distinct from e.value
    ) c where c.became is not null;
    -- Of those that become one the others go first: one may be open that was not, and the database looks at row by row.
    update people_resident r set taken_back = true
    from people_moved v where v.merging_id = this.id and v.line = r.id and v.became = '{"taken_back": true}';
    update people_resident r set since = n.since, until = n.until, told_on = n.told_on, role = n.role,
        ended_by = n.ended_by, taken_back = n.taken_back
    from people_moved v, people_resident o, jsonb_populate_record(o, v.became) n
    where v.merging_id = this.id and v.place = 'people_resident' and v.line = r.id and o.id = r.id;

    for pointer in select * from people.pointers() loop
        execute format(
            'with moved as (update %1$I t set %2$I = $1 where t.%2$I = $2 returning t.id)
            insert into people_moved (id, merging_id, place, line, was, became)
            select gen_random_uuid(), $3, %1$L, m.id, jsonb_build_object(%2$L, $2), jsonb_build_object(%2$L, $1) from moved m',
            pointer.place, pointer.named
        ) using kept.id, folded.id, this.id;
    end loop;

    perform people.nothing_points_to(folded.id);

    insert into people_moved (id, merging_id, place, line, was, became)
    select gen_random_uuid(), this.id, 'people_personaddress', b.id, '{"protected": false}', '{"protected": true}'
    from people.told_both_ways(array[kept.id]) b;
    shuts := found;
    update people_personaddress a set protected = true
    from people_moved v where v.merging_id = this.id and v.line = a.id and v.became = '{"protected": true}';

    select * into learned from jsonb_populate_record(kept, coalesce((
        select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(folded)) e
        where e.key = any (fold.columns) and coalesce(to_jsonb(kept) ->> e.key, '') = ''), '{}'));
    if people.hides(kept.id) then  -- the addresses of both are its own by now; school and practice say where as well
        learned.school := '';
        learned.practice := '';
    end if;
    learned.also_known_as := kept.also_known_as || fold.names::varchar[];
    learned.keys := kept.keys || array(select k from unnest(folded.keys) k where not k = any (kept.keys));
    if shuts then  -- as `people.shut_home` does; what is open finds them still
        learned.keys := array(select k from unnest(people.without_places(learned.keys)) k union
            select k from unnest(fold.finds) k order by 1);
    end if;
    learned.areas := kept.areas || array(select a from unnest(folded.areas) a where not a = any (kept.areas));
    insert into people_moved (id, merging_id, place, line, was, became)
    select gen_random_uuid(), this.id, 'people_person', kept.id, jsonb_object_agg(e.key, to_jsonb(kept) -> e.key),
        jsonb_object_agg(e.key, e.value)
    from jsonb_each(to_jsonb(learned)) e where to_jsonb(kept) -> e.key is distinct from e.value having count(*) > 0;
    insert into people_moved (id, merging_id, place, line, was, became)
    values (gen_random_uuid(), this.id, 'people_person', folded.id, '{"merged_into_id": null}',
        jsonb_build_object('merged_into_id', kept.id));
    update people_person p set
        given = learned.given, middle = learned.middle, family = learned.family, born = learned.born,
        born_from = learned.born_from, born_to = learned.born_to, died = learned.died, due_date = learned.due_date, sex = learned.sex,
        nhs_number = learned.nhs_number, upn = learned.upn, phone = learned.phone,
        email = learned.email, school = learned.school, practice = learned.practice,
        also_known_as = learned.also_known_as, keys = learned.keys, areas = learned.areas
    where p.id = kept.id;
    update people_person p set merged_into_id = kept.id where p.id = folded.id;
end $$;
grant execute on function people.fold(uuid, text[], text[], text[]) to mash_hub;
grant execute on function people.pointers(), people.nothing_points_to(uuid) to mash_definer;

-- Whether whoever acts weighs the record that stayed even when a merging is taken back: in a hub that does not know it by
-- that merging alone.
create or replace function people.is_weighed_apart(merging uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select from people_merging m join people_person p on p.id = m.kept_id cross join unnest(p.areas) knows
        where m.id = is_weighed_apart.merging
          and knows = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
          and not exists (
              select from people_moved v where v.merging_id = m.id and v.line = p.id
                and v.became -> 'areas' ? knows::text and not v.was -> 'areas' ? knows::text))
$$;
grant execute on function people.is_weighed_apart(uuid) to mash_hub;

-- Take a merging back, as two people have said: what it changed becomes what it was, wherever nothing else has changed it
-- since. Of lists, what the merging had added goes, what it had taken comes back, and what came since stays. A tie that
-- somebody declared meanwhile may mean either of the two: it counts for both. A home that somebody told as protected meanwhile
-- stays so, whosever it is.
create or replace function people.unfold(undoing uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    this people_merging;
    note people_moved;
    now_is jsonb;
    back jsonb;
begin
    select * into this from people_merging m where m.id = unfold.undoing;
    if this.answer is distinct from 'confirmed' or this.undoes_id is null or this.answered_by_id <> access.me()
        or this.answered_at <> access.now()
        or not exists (select from people_person p where p.id = this.folded_id and p.merged_into_id = this.kept_id)
    then
        raise exception 'a merging is taken back by the second person who says so' using errcode = 'insufficient_privilege';
    end if;
    perform from people_person p where p.id in (this.kept_id, this.folded_id) order by p.id for update;
    insert into access_tie (id, member_id, kind, person, declared_by_id, declared_at, lifted_why)
    select gen_random_uuid(), t.member_id, t.kind, this.folded_id, t.declared_by_id, t.declared_at, ''
    from access_tie t
    where t.person = this.kept_id and t.lifted_at is null
      and t.declared_at >= (select m.answered_at from people_merging m where m.id = this.undoes_id)
      and not exists (select from people_moved v where v.merging_id = this.undoes_id and v.line = t.id);
    -- Whose a row is first, and last which stays stand again: then nobody has two at once where each of them had one.
    for note in
        select * from people_moved v where v.merging_id = this.undoes_id order by v.was ? 'person_id' desc, v.was ? 'taken_back'
    loop
        execute format('select to_jsonb(t) from %I t where t.id = $1', note.place) into now_is using note.line;
        select jsonb_object_agg(e.key, case
            when now_is -> e.key is not distinct from note.became -> e.key then e.value
            else coalesce((
                select jsonb_agg(n.value order by n.ordinality)
                from jsonb_array_elements(now_is -> e.key) with ordinality n
                where not ((note.became -> e.key) @> jsonb_build_array(n.value) and not e.value @> jsonb_build_array(n.value))
            ), '[]') || coalesce((
                select jsonb_agg(w.value order by w.ordinality) from jsonb_array_elements(e.value) with ordinality w
                where not ((note.became -> e.key) @> jsonb_build_array(w.value) or now_is -> e.key @> jsonb_build_array(w.value))
            ), '[]') end)
        into back from jsonb_each(note.was) e
        where now_is -> e.key is not distinct from note.became -> e.key or jsonb_typeof(e.value) = 'array';
        -- Who left meanwhile, and maybe came back, has no stay that was open before: it stays part of the other.
        continue when back ? 'taken_back' and exists (
            select from people_resident r join people_resident o using (household_id, person_id)
            where r.id = note.line and r.until is null and o.id <> r.id and not o.taken_back and (o.until is null or exists (
                select from people_moved v where v.merging_id = note.merging_id and v.line = o.id
                  and v.was ? 'until' and o.until is distinct from (v.was ->> 'until')::date)));
        if now_is is not null and back is not null then
            execute format('update %1$I t set %2$s from jsonb_populate_record(null::%1$I, $1) r where t.id = $2', note.place,
                (select string_agg(format('%1$I = r.%1$I', k), ', ') from jsonb_object_keys(back) k)) using back, note.line;
        end if;
    end loop;
    with shut as (
        select a.person_id from people_personaddress a join people_moved v on v.line = a.id
        where v.merging_id = this.undoes_id and v.became ->> 'protected' = 'told since'
    ), kept_away as (  -- from what a merging that still stands would bring back
        update people_moved v set became = v.became || '{"school": null, "practice": null}'
        where v.place = 'people_person' and v.line in (select s.person_id from shut s) and v.was ?| array['school', 'practice']
    )
    update people_person p set school = '', practice = '',
        keys = people.without_places(p.keys)
    where p.id in (select s.person_id from shut s);
    -- A move that was taken back meanwhile was taken back of the record that stayed alone.
    update people_person p set keys = people.without_places(p.keys)
    where p.id in (
        select m.person_id from people_relocation m
        where m.person_id in (this.kept_id, this.folded_id)
          and m.taken_back_at >= (select g.answered_at from people_merging g where g.id = this.undoes_id));
    perform people.forget_moves(array[this.kept_id, this.folded_id]);
end $$;
grant execute on function people.unfold(uuid) to mash_hub;
