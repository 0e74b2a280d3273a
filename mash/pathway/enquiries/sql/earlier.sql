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
    join enquiries_enquiry o on o.id = od.enquiry_id and o.received_at <= this.received_at
    where not access.is_walled(o.id)
    order by o.received_at desc
$$;
grant execute on function pathway.earlier_enquiries(uuid) to mash_hub;

-- The live reason `earlier`: the area's hub on an earlier enquiry, while a later one of the area about the same confirmed
-- person is not closed. Worked out from these people's enquiries as they stand now; `at` is when a reason ends that is
-- no longer true: at once when somebody was identified otherwise, after the cool-off when the later enquiry closed.
-- Granted to no seat.
create or replace function pathway.settle_earlier(area uuid, persons uuid[], at timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    found record;
    forever constant timestamptz := '9999-01-01 00:00:00+00';
begin
    for found in
        select distinct e.id, exists (
            select from enquiries_describedperson mine
            join enquiries_describedperson theirs on theirs.person_id = mine.person_id
            join enquiries_enquiry l on l.id = theirs.enquiry_id
            where mine.enquiry_id = e.id and l.area_id = e.area_id and l.id <> e.id and l.received_at >= e.received_at and l.state <> 'closed'
        ) as live
        from enquiries_describedperson d join enquiries_enquiry e on e.id = d.enquiry_id
        where d.person_id = any (settle_earlier.persons) and e.area_id = settle_earlier.area
    loop
        if found.live then
            insert into access_standing (id, enquiry, kind, holder, since, until)
            select gen_random_uuid(), found.id, 'earlier', settle_earlier.area, access.in_real_time(access.now()), forever
            where not exists (
                select from access_standing s where s.enquiry = found.id and s.kind = 'earlier'
                  and s.holder = settle_earlier.area and s.until = forever
            )
            on conflict (enquiry, kind, holder, since) do update set until = excluded.until;
        else
            update access_standing s set until = greatest(s.since, access.in_real_time(settle_earlier.at))
            where s.enquiry = found.id and s.kind = 'earlier' and s.holder = settle_earlier.area and s.until = forever;
        end if;
    end loop;
end $$;
grant execute on function pathway.settle_earlier(uuid, uuid[], timestamptz) to mash_definer;

-- The same, as the area's own people cause it.
create or replace function pathway.work_out_earlier(area uuid, persons uuid[], at timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if not work_out_earlier.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler')) then
        raise exception 'only the area''s own hub works this out' using errcode = 'insufficient_privilege';
    end if;
    perform pathway.settle_earlier(work_out_earlier.area, work_out_earlier.persons, work_out_earlier.at);
end $$;
grant execute on function pathway.work_out_earlier(uuid, uuid[], timestamptz) to mash_hub;
