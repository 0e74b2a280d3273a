-- What finds an address in whatever spelling, whoever lives there. The keys are few letters of it, so that `Mill Lane`,
-- `mill ln` and `Mil Lane` share one; which of those found is the place that is meant, `people/places_told.py` decides.
--   n:14 ml        a number with the sound of the word that follows it
--   at:EX991AA 14  postcode and number
--   st:ml l        two words that follow each other: the sound of one, and how the other begins
--   pc:EX991AA     postcode
-- It stands among the tables, where every seat that writes an address may run it: indexes hold what it made. Whoever
-- changes what it makes gives it, and the indexes, another name.
create or replace function public.place_keys(address text, postcode text) returns text[]
    language plpgsql immutable parallel safe set search_path = pg_catalog as $$
declare
    written constant text := '\m[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}\M';
    line text := lower(coalesce(address, ''));
    code text := upper(regexp_replace(coalesce(postcode, ''), '[^A-Za-z0-9]', '', 'g'));
    word text;
    sound text;
    number text := '';
    before text := '';
    keys text[] := '{}';
begin
    if code = '' then
        code := coalesce(upper(replace(substring(line from written), ' ', '')), '');
    end if;
    line := regexp_replace(line, written, ' ', 'g');
    line := regexp_replace(normalize(line, nfkd), '[\u0300-\u036f''`\u00b4\u02bb\u02bc\u2018\u2019.]', '', 'g');
    line := regexp_replace(line, '\m([0-9]+) ([a-d])\M', '\1\2', 'g');
    line := regexp_replace(line, '\m(saint)\M', 'st', 'g');
    foreach word in array regexp_split_to_array(btrim(regexp_replace(line, '[^a-z0-9]+', ' ', 'g')), ' ') loop
        continue when word in ('', 'flat', 'apartment', 'apt', 'no', 'number', 'the');
        if word ~ '^[0-9]+[a-z]?$' then
            number := word;
            keys := keys || case when code <> '' then array['at:' || code || ' ' || number] else '{}' end;
            continue;
        end if;
        sound := left(word, 1) || regexp_replace(regexp_replace(substr(word, 2), '[aeiouyhw]', '', 'g'), '(.)\1+', '\1', 'g');
        if number <> '' then
            keys := keys || ('n:' || number || ' ' || sound);
            number := '';
        end if;
        if before <> '' then
            keys := keys || ('st:' || before || ' ' || left(word, 1));
        end if;
        before := sound;
    end loop;
    return keys || case when code <> '' then array['pc:' || code] else '{}' end;
end $$;

-- The keys to look for: those of doors, where a number is told; otherwise the street as it begins, and the postcode.
create or replace function people.place_sought(address text, postcode text) returns text[]
    language sql immutable parallel safe set search_path = pg_catalog as $$
    with told as (
        select key, number from unnest(public.place_keys(address, postcode)) with ordinality as told (key, number)
    ), doors as (
        select key from told where key like 'n:%' or key like 'at:%'
    )
    select coalesce(array_agg(key), '{}') from (
        select key from doors
        union all
        (select key from told where key like 'st:%' and not exists (select from doors) order by number limit 1)
        union all
        select key from told where key like 'pc:%' and not exists (select from doors)
    ) sought
$$;
grant execute on function people.place_sought(text, text) to mash_hub, mash_definer;

create index if not exists persons_at_a_place on people_personaddress using gin (public.place_keys(address, postcode));
create index if not exists households_found_at_a_place on people_household using gin (public.place_keys(address, postcode));
create index if not exists persons_at_a_property on people_personaddress (uprn) where uprn <> '';
create index if not exists households_at_a_property on people_household (uprn) where uprn <> '';

-- Everybody who lives or lived where an address may be, or in the property of a number, with all the homes that the reader may know of, for those who take
-- and weigh enquiries in an area that knows the person: a protected address of another area neither finds nor shows, nor
-- does what a tie or a wall hides. Overlap of arrays is not leakproof and would lose its index under row-level security.
drop function if exists people.at_a_place(text, text, integer);
create or replace function people.at_a_place(address text, postcode text, uprn text, most integer)
    returns table (person uuid, addresses jsonb, stays jsonb)
    language sql stable security definer set search_path = pg_catalog, public as $$
    with mine as materialized (
        select access.areas_as('practice_manager', 'social_worker', 'call_handler') as areas, access.me() as me,
            people.shut() as shut, people.place_sought(at_a_place.address, at_a_place.postcode) as sought
    ), walled as materialized (
        select w.enquiry from access_wall w, mine where w.member = mine.me
    ), there as (
        select a.person_id from people_personaddress a
        where public.place_keys(a.address, a.postcode) && (select mine.sought from mine)
          and (not a.protected or a.area = any ((select mine.areas from mine)::uuid[]))
        union
        select a.person_id from people_personaddress a
        where a.uprn <> '' and a.uprn = at_a_place.uprn
          and (not a.protected or a.area = any ((select mine.areas from mine)::uuid[]))
        union
        select r.person_id from people_household h join people_resident r on r.household_id = h.id
        where (public.place_keys(h.address, h.postcode) && (select mine.sought from mine)
            or h.uprn <> '' and h.uprn = at_a_place.uprn)
          and h.area = any ((select mine.areas from mine)::uuid[]) and not r.taken_back
          and (r.enquiry is null or r.enquiry not in (select w.enquiry from walled w))
    ), known as (
        select p.id from people_person p, mine
        where cardinality(mine.areas) > 0 and p.id in (select t.person_id from there t) and p.areas && mine.areas
          and not p.id = any (mine.shut)
        limit most
    )
    select k.id, coalesce((
        select jsonb_agg(jsonb_build_object('address', a.address, 'postcode', a.postcode, 'uprn', a.uprn, 'protected', a.protected,
            'told', (a.told_at at time zone 'Europe/London')::date) order by a.told_at desc)
        from people_personaddress a
        where a.person_id = k.id and (not a.protected or a.area = any (mine.areas)
                and (a.address, a.postcode, a.uprn) <> ('', '', ''))
    ), '[]'::jsonb), coalesce((
        select jsonb_agg(jsonb_build_object('address', h.address, 'postcode', h.postcode, 'uprn', h.uprn, 'protected', h.protected,
            'told', r.told_on, 'since', r.since, 'until', r.until, 'role', r.role) order by r.told_on desc)
        from people_resident r join people_household h on h.id = r.household_id
        where r.person_id = k.id and h.area = any (mine.areas) and not r.taken_back
          and (r.enquiry is null or r.enquiry not in (select w.enquiry from walled w))
    ), '[]'::jsonb)
    from known k, mine
$$;
grant execute on function people.at_a_place(text, text, text, integer) to mash_hub;

-- Whether an address as it is kept and one as it is told are one place, in whatever spelling. Of one person's homes
-- one too many is hidden rather than one too few.
create or replace function people.is_told_of(
    kept_address text, kept_postcode text, kept_uprn text, address text, postcode text, uprn text
) returns boolean
    language sql immutable parallel safe set search_path = pg_catalog as $$
    with keys as (
        select public.place_keys(kept_address, kept_postcode) as kept, public.place_keys(address, postcode) as told
    )
    select keys.kept && array(select k from unnest(keys.told) k where k like 'n:%' or k like 'at:%')
        or cardinality(keys.kept) > 0 and cardinality(keys.told) > 0
            and (keys.kept <@ keys.told or keys.told <@ keys.kept)
        or lower(kept_address) = lower(address) and kept_postcode = upper(replace(postcode, ' ', ''))
            and (kept_address <> '' or kept_postcode <> '')
        or kept_uprn <> '' and kept_uprn = uprn
    from keys
$$;
grant execute on function people.is_told_of(text, text, text, text, text, text) to mash_definer;

-- Hide a home of somebody that turns out to be protected: as this area was told it openly, in whatever spelling; none where
-- nobody told which. Nothing that says where somebody lives finds them until their keys are written anew (`keys:` goes too, by
-- which that is seen), and school and GP practice go, which say it as well. What another area was told openly stays that area's own decision.
create or replace function people.shut_home(person uuid, area uuid, address text, postcode text, uprn text) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    update people_personaddress a set protected = true
    where a.person_id = shut_home.person and a.area = shut_home.area and not a.protected and people.is_told_of(
        a.address, a.postcode, a.uprn, shut_home.address, shut_home.postcode, shut_home.uprn);
    if found then
        update people_person p set keys = people.without_places(p.keys)
        where p.id = shut_home.person;
    end if;
    -- What a merging had hidden, or brought from another record, is told now: it stays hidden when that is taken back, and
    -- school and practice, which the merging may have taken, do not come back.
    update people_moved v set became = v.became || '{"protected": "told since"}' from people_personaddress a
    where v.place = 'people_personaddress' and v.line = a.id and (v.became = '{"protected": true}' or v.became ? 'person_id')
      and a.person_id = shut_home.person and a.area = shut_home.area and people.is_told_of(
        a.address, a.postcode, a.uprn, shut_home.address, shut_home.postcode, shut_home.uprn);
    update people_moved v set became = v.became || '{"school": null, "practice": null}'
    where v.place = 'people_person' and v.line = shut_home.person and v.was ?| array['school', 'practice'];
    update people_person p set school = '', practice = ''
    where p.id = shut_home.person and (p.school <> '' or p.practice <> '');
end $$;
grant execute on function people.shut_home(uuid, uuid, text, text, text) to mash_definer;

create or replace function people.hide_home(person uuid, area uuid, address text, postcode text, uprn text) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if not (hide_home.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler'))
        or access.seat() = 'system' and access.purpose() = any (array['import people', 'load register']))
    then
        raise exception 'only a hub''s own people and its lists hide a home' using errcode = 'insufficient_privilege';
    end if;
    perform people.shut_home(person, area, address, postcode, uprn);
end $$;
grant execute on function people.hide_home(uuid, uuid, text, text, text) to mash_hub, mash_system;

-- Whether an address of somebody is protected, in whatever area: no more is said, and no area named. It may be that nobody
-- told which one: then an enquiry's description says so, or a home without a place. A merging takes both along, so the
-- record that stays answers for those that were merged into it.
create or replace function people.hides(person uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (select from people_personaddress a where a.person_id = hides.person and a.protected)
        or exists (select from enquiries_describedperson d where d.person_id = hides.person and d.address_protected)
$$;
grant execute on function people.hides(uuid) to mash_hub, mash_system, mash_definer;

-- Whether an area was told before that this home of somebody is protected. Whoever tells it openly later may not know.
create or replace function people.hides_there(person uuid, area uuid, address text, postcode text, uprn text) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select from people_personaddress a
        where a.person_id = hides_there.person and a.area = hides_there.area and a.protected and people.is_told_of(
            a.address, a.postcode, a.uprn, hides_there.address, hides_there.postcode, hides_there.uprn)
          and (hides_there.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler'))
            or access.seat() = 'system')
    )
$$;
grant execute on function people.hides_there(uuid, uuid, text, text, text) to mash_hub, mash_system;

-- The homes of some records that an area was told openly, and knows as protected by another row of them.
create or replace function people.told_both_ways(persons uuid[]) returns setof people_personaddress
    language sql stable security definer set search_path = pg_catalog, public as $$
    select o.* from people_personaddress o
    where o.person_id = any (persons) and not o.protected and exists (
        select from people_personaddress h
        where h.person_id = any (persons) and h.protected and h.area = o.area
          and people.is_told_of(o.address, o.postcode, o.uprn, h.address, h.postcode, h.uprn))
$$;
grant execute on function people.told_both_ways(uuid[]) to mash_definer;

-- The homes that find two records still once they are one, latest first: those that neither of them protects.
create or replace function people.open_when_merged(one uuid, other uuid)
    returns table (address text, postcode text, uprn text)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select a.address, a.postcode, a.uprn from people_personaddress a
    where a.person_id in (one, other) and not a.protected
      and a.id not in (select b.id from people.told_both_ways(array[one, other]) b)
      and people.weighs(one, other, access.areas_as('practice_manager', 'social_worker'), people.shut())
    order by a.told_at desc, a.id
$$;
grant execute on function people.open_when_merged(uuid, uuid) to mash_hub;
