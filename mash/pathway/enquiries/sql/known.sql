-- What the hub knows of those described, at once: what came before, how often, from how many voices, and who else is at
-- work with them. Each function answers the area's own people only, for their own area, and never past a wall or a tie.

-- The contacts of an area about these persons, or about whoever was told to live at this place. `voice` is alike for two
-- contacts from one enquirer; it says who that is and stays inside the database. Not granted to any seat.
create or replace function pathway.contacts(area uuid, persons uuid[], places text[], before timestamptz)
    returns table (id uuid, at timestamptz, referred boolean, voice text)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.id, e.received_at,
        exists (
            select from decisions_outcome o
            where o.enquiry_id = e.id and o.outcome in ('section_47', 'assessment', 'allocated_worker', 'adult_safeguarding')
              and not exists (select from decisions_decision later where later.replaces_id = o.decision_id)),
        case when o.channel = 'police' then 'police' else coalesce(
            nullif(lower(btrim(o.agency)), ''), nullif(lower(o.email), ''),
            nullif(regexp_replace(o.phone, '\D', '', 'g'), ''), o.member::text, nullif(lower(btrim(o.name)), '')) end
    from enquiries_enquiry e left join enquiries_origin o on o.enquiry_id = e.id
    where e.id in (
        select d.enquiry_id from enquiries_describedperson d where d.person_id = any (contacts.persons)
        union
        select d.enquiry_id from enquiries_describedperson d
        where d.area = contacts.area and d.place = any (contacts.places) and d.place <> ''
    ) and e.area_id = contacts.area and e.received_at <= contacts.before
      and e.received_at > contacts.before - interval '731 days'
$$;
grant execute on function pathway.contacts(uuid, uuid[], text[], timestamptz) to mash_definer;

-- The same as plain values for whoever counts them: when each came, whether it was referred on (for those who weigh),
-- and from which voice, as a number. Several unknown enquirers are one voice: they may be one person.
create or replace function pathway.counted(area uuid, persons uuid[], places text[], before timestamptz)
    returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'at', c.at,
        'referred', c.referred and counted.area = any (access.areas_as('practice_manager', 'social_worker')),
        'voice', c.number) order by c.at desc), '[]'::jsonb)
    from (
        select *, dense_rank() over (order by coalesce(voice, '')) as number
        from pathway.contacts(counted.area, counted.persons, counted.places, counted.before)
        where not access.is_walled(id)
    ) c
    where counted.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler'))
$$;
grant execute on function pathway.counted(uuid, uuid[], text[], timestamptz) to mash_hub, mash_definer;

-- The contacts about the household of an enquiry up to its receipt, itself among them: one row of the board needs it.
create or replace function pathway.contacts_until(enquiry uuid)
    returns jsonb
    language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
declare
    this enquiries_enquiry;
    persons uuid[];
    places text[];
begin
    select * into this from enquiries_enquiry e where e.id = contacts_until.enquiry;
    if this.id is null or access.is_walled(this.id) then
        return '[]'::jsonb;
    end if;
    select coalesce(array_agg(distinct d.person_id) filter (where d.person_id is not null), '{}'),
        coalesce(array_agg(distinct d.place) filter (where d.place <> ''), '{}')
    into persons, places from enquiries_describedperson d where d.enquiry_id = this.id;
    if persons = '{}' and places = '{}' then
        return '[]'::jsonb;
    end if;
    return pathway.counted(this.area_id, persons, places, this.received_at);
end $$;
grant execute on function pathway.contacts_until(uuid) to mash_hub;

-- Whom items of earlier enquiries are about, as this enquiry describes the same confirmed people: the earlier enquiry
-- itself may be closed to the reader, while its open and restricted items are not.
create or replace function pathway.same_people(enquiry uuid)
    returns table (earlier uuid, now uuid)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select was.id, d.id
    from enquiries_describedperson d
    join enquiries_describedperson was on was.person_id = d.person_id and was.enquiry_id <> d.enquiry_id
    where d.enquiry_id = same_people.enquiry and was.area = d.area
      and d.area = any (access.areas_as('practice_manager', 'social_worker'))
      and not access.is_walled(d.enquiry_id) and not access.is_walled(was.enquiry_id)
$$;
grant execute on function pathway.same_people(uuid) to mash_hub;

-- All that the enquiry page shows of what is known already, in one answer: earlier enquiries, contacts to count, what
-- stands around everybody identified, and who of the earlier enquiries is who of this one.
drop function if exists pathway.background(uuid);
create function pathway.background(enquiry uuid)
    returns table (earlier jsonb, contacts jsonb, around jsonb, same jsonb)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce((select jsonb_agg(to_jsonb(e) || jsonb_build_object('area_name', a.name) order by e.received_at desc)
            from pathway.earlier_enquiries(background.enquiry) e
            join partnership_area a on a.id = e.area), '[]'::jsonb),
        pathway.contacts_until(background.enquiry),
        coalesce((select jsonb_object_agg(a.person, to_jsonb(a)) from people.around(array(
            select d.person_id from enquiries_describedperson d
            where d.enquiry_id = background.enquiry and d.person_id is not null and not access.is_walled(d.enquiry_id)
              and d.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler')))) a), '{}'::jsonb),
        coalesce((select jsonb_object_agg(s.earlier, s.now) from pathway.same_people(background.enquiry) s), '{}'::jsonb)
$$;
grant execute on function pathway.background(uuid) to mash_hub;

-- Who candidates of the register are to the hub, before anything is saved: what stands around them; the enquiries of the
-- reader's own areas that describe them (`readable` says whether the reader may open it now); the contacts of one area to
-- count; who was described beside them, by whom they can be told apart; and other areas that know them, by name alone.
drop function if exists pathway.known(uuid[], uuid);
create function pathway.known(persons uuid[], area uuid)
    returns table (
        person uuid, involved jsonb, cautions jsonb, lives_with jsonb, enquiries jsonb, contacts jsonb, beside jsonb,
        elsewhere jsonb
    )
    language sql stable security definer set search_path = pg_catalog, public as $$
    with mine as materialized (
        select access.areas_as('practice_manager', 'social_worker', 'call_handler') as areas, access.me() as me,
            access.now() as now
    ), told as materialized (
        select d.person_id, e.id, e.reference, e.area_id, e.received_at, e.state, e.level
        from enquiries_describedperson d join enquiries_enquiry e on e.id = d.enquiry_id, mine
        where d.person_id = any (persons) and e.area_id = any (mine.areas) and not access.is_walled(e.id)
    )
    select a.person, a.involved, a.cautions, a.lives_with, coalesce((
        select jsonb_agg(jsonb_build_object('reference', t.reference, 'received_at', t.received_at,
            'state', t.state, 'level', t.level, 'readable', exists (
                select from access_standing s where s.enquiry = t.id and s.until > mine.now
                  and (s.kind = 'hub' and s.holder = t.area_id or s.kind = 'glass' and s.holder = mine.me)
            )) order by t.received_at desc)
        from told t, mine where t.person_id = a.person
    ), '[]'::jsonb),
    pathway.counted(known.area, array[a.person], '{}', access.now()),
    coalesce((
        select jsonb_agg(jsonb_build_object('id', b.id, 'given', b.given, 'family', b.family, 'role', b.role,
            'address', b.address, 'also', b.also_known_as))
        from (
            select d.* from told t join enquiries_describedperson d on d.enquiry_id = t.id
            where t.person_id = a.person and d.person_id is distinct from a.person
            order by t.received_at desc, d."order" limit 40
        ) b
    ), '[]'::jsonb),
    coalesce((
        select jsonb_agg(r.name order by r.name) from people_person p join partnership_area r on r.id = any (p.areas), mine
        where p.id = a.person and not r.id = any (mine.areas)
    ), '[]'::jsonb)
    from people.around(persons) a
$$;
grant execute on function pathway.known(uuid[], uuid) to mash_hub;
