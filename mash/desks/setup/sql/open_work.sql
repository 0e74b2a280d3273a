-- What still waits for those who leave. An administrator reads no enquiry: these functions give numbers before something
-- ends, and do with the open work what the page has said. Each looks at who asks.

create or replace function pathway.is_set_up_by_me(area uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select access.seat() = 'setup' and is_set_up_by_me.area = any (access.areas_as('administrator'))
$$;

-- An agency in an area: requests that it has not answered on enquiries that wait for it, and those of items' owners that
-- it has not answered.
create or replace function pathway.waits_for_agency(agency uuid, area uuid)
    returns table (requests bigint, permissions bigint)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select
        (select count(*) from gathering_request r join enquiries_enquiry e on e.id = r.enquiry_id
            where r.agency_id = waits_for_agency.agency and r.area = waits_for_agency.area
              and r.state in ('asked', 'holding') and e.state = 'gathering'),
        (select count(*) from handover_permission p
            where p.owner_id = waits_for_agency.agency and p.area = waits_for_agency.area and p.state = 'asked')
    where pathway.is_set_up_by_me(waits_for_agency.area)
$$;

-- Excuse an agency from all that it is still asked in an area that it serves no more, each with the same reason. The locks
-- are those of the verbs: whoever answers at this moment comes first.
create policy definer_excuses on enquiries_rationale for insert to mash_definer with check (kind = 'excused');
create or replace function pathway.excuse_agency_that_left(agency uuid, area uuid, why text)
    returns table (request uuid, enquiry uuid)
    language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
    asked record;
begin
    if not pathway.is_set_up_by_me(excuse_agency_that_left.area) or exists (
        select from partnership_serving s
        where s.agency_id = excuse_agency_that_left.agency and s.area_id = excuse_agency_that_left.area
          and s.until > access.now()
    ) then
        raise exception 'only an agency that has left is excused from everything' using errcode = 'insufficient_privilege';
    end if;
    for asked in
        select r.id from gathering_request r join enquiries_enquiry e on e.id = r.enquiry_id
        where r.agency_id = excuse_agency_that_left.agency and r.area = excuse_agency_that_left.area
          and r.state in ('asked', 'holding') and e.state = 'gathering'
        order by r.id
    loop
        perform pg_advisory_xact_lock(hashtextextended('gathering_request:' || asked.id, 0));
        return query
            with excused as (
                update gathering_request r set state = 'excused' where r.id = asked.id and r.state in ('asked', 'holding')
                returning r.id, r.enquiry_id, r.area
            ), said as (
                insert into enquiries_rationale (id, enquiry_id, area, kind, about, text, by_id, given_at)
                select gen_random_uuid(), x.enquiry_id, x.area, 'excused', x.id, excuse_agency_that_left.why,
                    access.me(), access.now()
                from excused x
            )
            select x.id, x.enquiry_id from excused x;
    end loop;
end $$;

-- A team: handovers that nobody there has acknowledged, and subjects of standing decisions to whom nothing was sent yet.
create or replace function pathway.waits_for_team(team uuid) returns table (handovers bigint, unsent bigint)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select
        (select count(*) from handover_handover h where h.team_id = t.id and h.state in ('sent', 'opened')),
        (select count(distinct d.enquiry_id)
            from decisions_outcome o join decisions_decision d on d.id = o.decision_id
            join enquiries_enquiry e on e.id = d.enquiry_id
            where o.team_id = t.id and e.state = 'decided'
              and not exists (select from decisions_decision later where later.replaces_id = d.id)
              and not exists (
                select from handover_handover h
                where h.enquiry = e.id and h.team_id = t.id and h.state in ('sent', 'opened', 'acknowledged')))
    from partnership_team t where t.id = waits_for_team.team and pathway.is_set_up_by_me(t.area_id)
$$;

-- A member in an area: enquiries that they have taken and that are not closed.
create or replace function pathway.taken_by(member uuid, area uuid) returns bigint
    language sql stable security definer set search_path = pg_catalog, public as $$
    select count(*) from enquiries_enquiry e
    where e.taken_by_id = taken_by.member and e.area_id = taken_by.area and e.state <> 'closed'
      and pathway.is_set_up_by_me(taken_by.area)
$$;

-- Pass on what somebody has taken in an area where they weigh no more: to a colleague who does, but nothing behind a wall
-- of theirs; the rest, and all of it where nobody is named, waits on the board for whoever takes it.
create policy definer_passes_on on enquiries_enquiry for update to mash_definer using (true);
create or replace function pathway.pass_on(member uuid, area uuid, successor uuid) returns setof uuid
    language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
    held uuid;
begin
    if not pathway.is_set_up_by_me(pass_on.area) or exists (
        select from partnership_memberrole r
        where r.member_id = pass_on.member and r.area_id = pass_on.area and r.since <= access.now()
          and r.until > access.now() and r.role in ('social_worker', 'practice_manager')
    ) then
        raise exception 'only the work of whoever weighs no more is passed on' using errcode = 'insufficient_privilege';
    end if;
    for held in
        select e.id from enquiries_enquiry e
        where e.taken_by_id = pass_on.member and e.area_id = pass_on.area and e.state <> 'closed' order by e.id
    loop
        perform pg_advisory_xact_lock(hashtextextended('enquiries_enquiry:' || held, 0));
        return query
            update enquiries_enquiry e set taken_by_id = (
                select r.member_id from partnership_memberrole r
                where r.member_id = pass_on.successor and r.area_id = pass_on.area and r.since <= access.now()
                  and r.until > access.now() and r.role in ('social_worker', 'practice_manager')
                  and not exists (select from access_wall w where w.member = r.member_id and w.enquiry = e.id)
                limit 1)
            where e.id = held and e.taken_by_id = pass_on.member returning e.id;
    end loop;
end $$;

grant execute on function pathway.is_set_up_by_me(uuid) to mash_definer;
grant execute on function
    pathway.waits_for_agency(uuid, uuid), pathway.excuse_agency_that_left(uuid, uuid, text),
    pathway.waits_for_team(uuid), pathway.taken_by(uuid, uuid), pathway.pass_on(uuid, uuid, uuid)
to mash_setup;
