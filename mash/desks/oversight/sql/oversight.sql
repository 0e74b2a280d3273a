-- What an auditor may ask of the ledger: identifiers, times and codes; no content. Only in the audit seat, only about
-- enquiries of their own areas, and nothing that a tie of their own shuts.
create index if not exists events_refused on ledger_event (seq) where outcome = 'refused';

create or replace function ledger.is_an_auditors(enquiry uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select access.seat() = 'audit' and cardinality(access.areas_as('auditor')) > 0 and (
        is_an_auditors.enquiry is null
        or exists (
            select from enquiries_enquiry e
            where e.id = is_an_auditors.enquiry and e.area_id = any (access.areas_as('auditor'))
        ) and not access.is_walled(is_an_auditors.enquiry)
    )
$$;

-- Everything about an enquiry: its own events, and those that showed somebody described on it.
create or replace function ledger.about_enquiry(enquiry uuid, most integer) returns setof ledger_event
    language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
    described uuid[] := (select array_agg(d.id) from enquiries_describedperson d where d.enquiry_id = about_enquiry.enquiry);
begin
    if ledger.is_an_auditors(about_enquiry.enquiry) then
        return query
            select e.* from ledger_event e
            where e.enquiry = about_enquiry.enquiry or e.people && coalesce(described, '{}')
            order by e.seq desc limit most;
    end if;
end $$;

-- Who looked at somebody: as the register has them, and as they were described on any enquiry. Those outside the room,
-- and everybody before the person was identified, have seen the description alone.
create or replace function ledger.about_person(person uuid, most integer) returns setof ledger_event
    language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
    described uuid[] := (select array_agg(d.id) from enquiries_describedperson d where d.person_id = about_person.person);
begin
    if access.seat() = 'audit' and cardinality(access.areas_as('auditor')) > 0 then
        return query
            select e.* from ledger_event e
            where e.people && (array[about_person.person] || coalesce(described, '{}'))
            order by e.seq desc limit most;
    end if;
end $$;

create or replace function ledger.refusals(most integer) returns setof ledger_event
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.* from ledger_event e
    where e.outcome = 'refused' and access.seat() = 'audit' and cardinality(access.areas_as('auditor')) > 0
    order by e.seq desc limit most
$$;

create or replace function ledger.references_of(enquiries uuid[]) returns table (id uuid, reference text)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.id, e.reference::text from enquiries_enquiry e
    where e.id = any (references_of.enquiries) and ledger.is_an_auditors(e.id)
$$;

-- Those described on an enquiry, by number: an auditor asks about one of them without being told who it is.
create or replace function ledger.people_on(enquiry uuid) returns table (described uuid, person uuid, is_subject boolean)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select d.id, d.person_id, d.is_subject from enquiries_describedperson d
    where d.enquiry_id = people_on.enquiry and ledger.is_an_auditors(people_on.enquiry)
    order by d."order"
$$;

-- How many events no checkpoint covers yet: of the transactions that the last one had to leave out.
create or replace function ledger.waiting() returns bigint
    language sql stable security definer set search_path = pg_catalog, public as $$
    select count(*) from ledger_event e
    where access.seat() = 'audit'
      and e.transaction >= coalesce((select c.horizon from ledger_checkpoint c order by c.size desc limit 1), 0)
      and not exists (select from ledger_leaf l where l.event = e.id)
$$;

grant execute on function
    ledger.is_an_auditors(uuid), ledger.about_enquiry(uuid, integer), ledger.about_person(uuid, integer),
    ledger.refusals(integer), ledger.references_of(uuid[]), ledger.people_on(uuid), ledger.waiting()
to mash_audit;
