-- Walls are worked out from ties, here and nowhere else: at receipt, when a person is identified or added, and when a
-- tie is declared or lifted.

-- Whether somebody described is, or may be, the person to whom a member is tied: confirmed to be; or not identified
-- yet, of the same name, and of no other date of birth.
create or replace function pathway.may_be(person uuid, described uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select from enquiries_describedperson d, people_person p
        where d.id = may_be.described and p.id = may_be.person and (
            d.person_id = p.id
            or d.person_id is null and d.given <> '' and d.family <> ''
               and lower(d.given) = lower(p.given) and lower(d.family) = lower(p.family)
               and (d.born is null or p.born is null or d.born = p.born)
        )
    )
$$;

create or replace function pathway.work_out_walls(enquiry uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    delete from access_wall w where w.enquiry = work_out_walls.enquiry;
    insert into access_wall (id, member, enquiry)
    select gen_random_uuid(), tied.member_id, work_out_walls.enquiry from (
        select distinct t.member_id from access_tie t
        where t.lifted_at is null and (
            t.enquiry = work_out_walls.enquiry
            or t.person is not null and exists (
                select from enquiries_describedperson d
                where d.enquiry_id = work_out_walls.enquiry and pathway.may_be(t.person, d.id))
            -- A tie to somebody described elsewhere, whom the hub has since confirmed to be the same person.
            or exists (
                select from enquiries_describedperson was, enquiries_describedperson d
                where was.id = t.described and d.enquiry_id = work_out_walls.enquiry
                  and was.person_id is not null and was.person_id = d.person_id)
        )
    ) tied;
end $$;

-- After a tie: every enquiry that describes the person.
create or replace function pathway.work_out_walls_of_tie(tie uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    found uuid;
begin
    for found in
        select distinct d.enquiry_id from enquiries_describedperson d, access_tie t
        left join enquiries_describedperson was on was.id = t.described
        where t.id = work_out_walls_of_tie.tie and (
            d.enquiry_id = t.enquiry
            or d.person_id is not null and d.person_id in (t.person, was.person_id)
            or t.person is not null and pathway.may_be(t.person, d.id))
    loop
        perform pathway.work_out_walls(found);
    end loop;
end $$;

-- Whether a tie may be declared to this: the person or the described person is there. Says nothing else, and is never
-- refused for oneself.
create or replace function pathway.tie_has_end(person uuid, enquiry uuid, described uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select case when tie_has_end.person is not null
        then exists (select from people_person p where p.id = tie_has_end.person)
        else exists (select from enquiries_describedperson d
            where d.id = tie_has_end.described and d.enquiry_id = tie_has_end.enquiry) end
$$;

-- A reference or id, and the name that a scenario gave to somebody, as ids: for declaring a tie to what one may not read.
create or replace function pathway.described_as(enquiry uuid, alias text) returns uuid
    language sql stable security definer set search_path = pg_catalog, public as $$
    select d.id from enquiries_describedperson d
    where d.enquiry_id = described_as.enquiry and (d.alias = described_as.alias or d.id::text = described_as.alias)
$$;

-- Earlier enquiries of an area about the people of this one: their open and restricted items show in its picture.
create or replace function pathway.earlier_enquiries(enquiry uuid)
    returns table (id uuid, reference text, area uuid, received_at timestamptz, state text, sealed integer)
    language sql stable security definer set search_path = pg_catalog, public as $$
    with this as (
        select e.id, e.area_id, e.received_at from enquiries_enquiry e
        where e.id = earlier_enquiries.enquiry and not access.is_walled(e.id)
          and e.area_id = any (access.areas_as('practice_manager', 'social_worker', 'call_handler'))
    )
    select distinct o.id, case when o.area_id = this.area_id then o.reference::text else '' end, o.area_id, o.received_at,
        case when o.area_id = this.area_id then o.state::text else '' end,
        case when o.area_id = any (access.areas_as('practice_manager')) then (
            select count(*)::integer from intelligence_item i where i.enquiry_id = o.id and i.held_as = 'sealed'
        ) else 0 end
    from this
    join enquiries_describedperson d on d.enquiry_id = this.id and d.person_id is not null
    join enquiries_describedperson od on od.person_id = d.person_id and od.enquiry_id <> this.id
    join enquiries_enquiry o on o.id = od.enquiry_id and o.received_at < this.received_at
    where not access.is_walled(o.id)
    order by o.received_at desc
$$;

-- Whether a wall is why whoever acts does not find the enquiry of a reference: for the ledger, never for the page.
create or replace function pathway.walled_from(reference text) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select from enquiries_enquiry e join access_wall w on w.enquiry = e.id
        where e.reference = walled_from.reference and w.member = access.me()
    )
$$;
grant execute on function pathway.walled_from(text) to mash_hub;

grant execute on function pathway.work_out_walls(uuid) to mash_hub, mash_intake;
grant execute on function pathway.work_out_walls_of_tie(uuid), pathway.tie_has_end(uuid, uuid, uuid)
to mash_hub, mash_intake, mash_partner, mash_ops, mash_audit;
grant execute on function pathway.described_as(uuid, text) to mash_hub, mash_intake, mash_partner, mash_ops, mash_audit;
grant execute on function pathway.earlier_enquiries(uuid) to mash_hub;
