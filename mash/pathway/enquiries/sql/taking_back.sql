-- Somebody was identified as the wrong person and is found to be another one: what the register had learned of the wrong
-- one by this description alone is taken back (rule 16). Both functions answer for a description that was identified as
-- this person, and only to the area's own people.

-- By what other descriptions, in whatever area, this person is confirmed: as `people.candidates` would show them.
drop function if exists pathway.described_as_person(uuid, uuid);
create or replace function pathway.described_as_person(described uuid, person uuid)
    returns table (
        area uuid, given text, middle text, family text, also_known_as text[], born date, age smallint, due_date date,
        sex text, nhs_number text, upn text, phone text, email text, school text, practice text, address text, postcode text,
        uprn text, received_at timestamptz
    )
    language sql stable security definer set search_path = pg_catalog, public as $$
    select d.area, d.given::text, d.middle::text, d.family::text, d.also_known_as::text[], d.born, d.age, d.due_date,
        d.sex::text, case when d.nhs_number_is_right then d.nhs_number::text else '' end,
        case when d.upn_is_right then d.upn::text else '' end, d.phone::text, d.email::text,
        case when d.address_protected then '' else d.school::text end, case when d.address_protected then '' else d.gp::text end,
        d.address::text, d.postcode::text, d.uprn::text, e.received_at
    from enquiries_describedperson d join enquiries_enquiry e on e.id = d.enquiry_id
    where d.person_id = described_as_person.person and exists (
        select from enquiries_identification i
        where i.described_id = described_as_person.described and i.person_id = described_as_person.person
          and i.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler'))
    )
    order by d.identified_at
$$;
grant execute on function pathway.described_as_person(uuid, uuid) to mash_hub;

-- Write what stays of a person, and take back the area and the address where no other description of the area tells them.
-- A home that was told openly before and that this description has hidden stays hidden: that is the safer mistake.
create or replace function pathway.take_back(described uuid, person uuid, stays jsonb, area boolean, homes uuid[])
    returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    here uuid;
begin
    select i.area into here from enquiries_identification i
    where i.described_id = take_back.described and i.person_id = take_back.person
      and i.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler'))
    limit 1;
    if here is null or exists (
        select from enquiries_describedperson d where d.id = take_back.described and d.person_id = take_back.person
    ) then
        raise exception 'only what a former identification taught is taken back' using errcode = 'insufficient_privilege';
    end if;
    delete from people_personaddress a
    where a.person_id = take_back.person and a.id = any (take_back.homes) and not exists (
        select from enquiries_describedperson d
        left join enquiries_protectedaddress h on h.described_id = d.id
        where d.person_id = take_back.person and d.area = a.area and d.address_protected = a.protected
          and lower(coalesce(h.address, d.address)) = lower(a.address)
          and upper(replace(coalesce(h.postcode, d.postcode), ' ', '')) = a.postcode
          and (a.address <> '' or a.postcode <> '' or coalesce(h.uprn, d.uprn) = a.uprn)
    );
    -- Another description may tell the address, and not the property's number.
    update people_personaddress a set uprn = ''
    where a.person_id = take_back.person and a.id = any (take_back.homes) and a.uprn <> '' and not exists (
        select from enquiries_describedperson d
        left join enquiries_protectedaddress h on h.described_id = d.id
        where d.person_id = take_back.person and d.area = a.area and d.address_protected = a.protected
          and coalesce(h.uprn, d.uprn) = a.uprn
    );
    update people_person p set
        given = r.given, middle = r.middle, family = r.family, also_known_as = r.also_known_as, born = r.born,
        born_from = r.born_from, born_to = r.born_to, due_date = r.due_date, sex = r.sex, nhs_number = r.nhs_number,
        upn = r.upn, phone = r.phone, email = r.email, keys = r.keys,
        school = case when people.hides(p.id) then '' else r.school end,
        practice = case when people.hides(p.id) then '' else r.practice end,
        -- A hub that told a move of them, or was told one, reads them until that is taken back.
        areas = case when take_back.area and not exists (
            select from enquiries_describedperson d where d.person_id = p.id and d.area = here
        ) and not exists (
            select from people_relocation m
            where m.person_id = p.id and m.taken_back_at is null and here in (m.area, m.to_area)
        ) then array_remove(p.areas, here) else p.areas end
    from jsonb_populate_record(null::people_person, take_back.stays) r
    where p.id = take_back.person;
    perform people.forget_moves(array[take_back.person]);
end $$;
grant execute on function pathway.take_back(uuid, uuid, jsonb, boolean, uuid[]) to mash_hub;
create policy definer_takes_back on people_personaddress for delete to mash_definer using (true);
