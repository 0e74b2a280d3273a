-- Walls are worked out from ties, here and nowhere else: at receipt, when a person is identified or added, and when a
-- tie is declared or lifted.

-- A name without what two people write differently: capitals, spaces, hyphens, apostrophes and full stops.
create or replace function pathway.plain_name(name text) returns text
    language sql immutable as $$ select translate(lower(name), ' -‐–''’`.', '') $$;

-- Whether two people as described, or a registered and a described one, may be one by name: the same given and family
-- name, however it is written, and no two different dates of birth.
create or replace function pathway.same_name(
    given text, family text, born date, other_given text, other_family text, other_born date
) returns boolean
    language sql immutable as $$
    select given <> '' and family <> ''
        and pathway.plain_name(given) = pathway.plain_name(other_given)
        and pathway.plain_name(family) = pathway.plain_name(other_family)
        and (born is null or other_born is null or born = other_born)
$$;

-- Whether somebody described is, or may be, the one whom a tie names: that very description; confirmed to be the same
-- person; or of the same name, as long as the hub has not identified both. The names of records that were merged into that
-- person count too.
create or replace function pathway.ties_to(tie uuid, described uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select from access_tie t
        cross join enquiries_describedperson d
        left join enquiries_describedperson was on was.id = t.described
        left join people_person p on coalesce(t.person, was.person_id) in (p.id, p.merged_into_id)
        where t.id = ties_to.tie and d.id = ties_to.described and (
            d.id = was.id
            or d.person_id is not null and d.person_id in (p.id, p.merged_into_id)
            or d.person_id is null and pathway.same_name(p.given, p.family, p.born, d.given, d.family, d.born)
            or (d.person_id is null or was.person_id is null)
                and pathway.same_name(was.given, was.family, was.born, d.given, d.family, d.born)
        )
    )
$$;

create or replace function pathway.work_out_walls(enquiry uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('walls:' || enquiry::text, 0));
    delete from access_wall w where w.enquiry = work_out_walls.enquiry;
    insert into access_wall (id, member, enquiry)
    select gen_random_uuid(), tied.member_id, work_out_walls.enquiry from (
        select distinct t.member_id
        from access_tie t, enquiries_describedperson d
        where t.lifted_at is null and d.enquiry_id = work_out_walls.enquiry and pathway.ties_to(t.id, d.id)
    ) tied;
end $$;

-- After a tie was declared or lifted: every enquiry that describes the one it names, and every one that is walled now.
create or replace function pathway.work_out_walls_of_tie(tie uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    found uuid;
begin
    for found in
        select d.enquiry_id from enquiries_describedperson d where pathway.ties_to(work_out_walls_of_tie.tie, d.id)
        union
        select w.enquiry from access_wall w join access_tie t on t.member_id = w.member where t.id = work_out_walls_of_tie.tie
        order by 1
    loop
        perform pathway.work_out_walls(found);
    end loop;
end $$;

-- After somebody was identified: this enquiry's walls, and those of the ties that name this very description.
create or replace function pathway.work_out_walls_of_described(described uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    found uuid;
begin
    perform pathway.work_out_walls(d.enquiry_id) from enquiries_describedperson d where d.id = described;
    for found in select t.id from access_tie t where t.described = work_out_walls_of_described.described and t.lifted_at is null
    loop
        perform pathway.work_out_walls_of_tie(found);
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

-- The name that a scenario gave to somebody, or their id, as an id: for a tie to what one may not read.
create or replace function pathway.described_as(enquiry uuid, alias text) returns uuid
    language sql stable security definer set search_path = pg_catalog, public as $$
    select d.id from enquiries_describedperson d
    where d.enquiry_id = described_as.enquiry and (d.alias = described_as.alias or d.id::text = described_as.alias)
$$;

-- Which enquiry a reference or an id means, and whose it is: for a tie and for broken glass, which come before reading;
-- and to tell the ledger, never the page, that a wall is why nothing was found.
create or replace function pathway.enquiry_named(reference text, key uuid)
    returns table (id uuid, area uuid, walled boolean)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.id, e.area_id, access.is_walled(e.id) from enquiries_enquiry e
    where e.id = enquiry_named.key or e.reference = enquiry_named.reference
$$;

grant execute on function pathway.plain_name(text), pathway.same_name(text, text, date, text, text, date)
to mash_definer;
grant execute on function pathway.work_out_walls(uuid) to mash_hub, mash_intake;
grant execute on function pathway.work_out_walls_of_described(uuid) to mash_hub;
grant execute on function pathway.work_out_walls_of_tie(uuid), pathway.tie_has_end(uuid, uuid, uuid),
    pathway.described_as(uuid, text), pathway.enquiry_named(text, uuid)
to mash_hub, mash_intake, mash_partner, mash_ops, mash_audit, mash_figures, mash_setup;
