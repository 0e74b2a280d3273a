-- Whom the hub found described people to be, for learning how they are described: nobody is shown, chances are kept.
-- Whoever was new to the register is left out, for there the description is the record; protected addresses are, too.
create or replace function pathway.confirmed_descriptions(most integer)
    returns table (
        person uuid, given text, middle text, family text, also_known_as text[], born date, age smallint, due_date date,
        address text, postcode text, received_at timestamptz
    )
    language sql stable security definer set search_path = pg_catalog, public as $$
    select d.person_id, d.given::text, d.middle::text, d.family::text, d.also_known_as::text[], d.born, d.age,
        d.due_date, case when d.address_protected then '' else d.address::text end,
        case when d.address_protected then '' else d.postcode::text end, e.received_at
    from enquiries_describedperson d join enquiries_enquiry e on e.id = d.enquiry_id
    where access.seat() = 'system' and access.purpose() = 'train matching' and d.person_id is not null
      and not exists (
        select from enquiries_identification i where i.described_id = d.id and i.person_id = d.person_id and i.made_new
    )
    order by d.identified_at desc limit most
$$;
grant execute on function pathway.confirmed_descriptions(integer) to mash_system;
