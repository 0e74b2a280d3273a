-- What an auditor may ask of the ledger: identifiers, times and codes; no content. Only in the audit seat, only about
-- enquiries of their own areas, and nothing that a tie of their own shuts.
create index if not exists events_refused_at on ledger_event (at, seq) where outcome = 'refused';
create index if not exists events_made on ledger_event (enquiry) where outcome = 'made';
drop index if exists events_refused;
drop function if exists ledger.by_member(uuid, integer);
drop function if exists ledger.about_enquiry(uuid, integer);
drop function if exists ledger.about_person(uuid, integer);
drop function if exists ledger.refusals(integer);

-- Whether whoever asks is an auditor at their desk.
create or replace function ledger.asks() returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select access.seat() = 'audit' and cardinality(access.areas_as('auditor')) > 0
$$;

create or replace function ledger.is_an_auditors(enquiry uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select ledger.asks() and (
        is_an_auditors.enquiry is null
        or exists (
            select from enquiries_enquiry e
            where e.id = is_an_auditors.enquiry and e.area_id = any (access.areas_as('auditor'))
        ) and not access.is_walled(is_an_auditors.enquiry)
    )
$$;

-- Whether the auditor who asks is tied to somebody, by whichever id that tie names them: then nothing is told of them.
create or replace function ledger.is_tied_to(person uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select from access_tie t
        left join enquiries_describedperson d on d.id = t.described
        where t.member_id = access.me() and t.lifted_at is null
          and (is_tied_to.person in (t.person, t.described, d.person_id) or exists (
            select from people_person p
            where p.id = is_tied_to.person and p.merged_into_id in (t.person, d.person_id)) or exists (
            select from enquiries_describedperson other
            where other.id = is_tied_to.person and other.person_id in (t.person, d.person_id)))
    )
$$;

-- Every enquiry that an event names: a list shows many.
create or replace function ledger.enquiries_of(enquiry uuid, details jsonb) returns uuid[] language sql immutable as $$
    select array_remove(array[enquiry], null)
        || array(select named::uuid from jsonb_array_elements_text(coalesce(details -> 'enquiries', '[]')) named)
$$;

-- The events that the auditor who asks may be shown: of an enquiry of their areas that no wall shuts, or of none. Granted
-- to no seat: the functions below ask it, each for one thing.
create or replace view ledger.for_auditors as
    select e.* from ledger_event e
    where (select ledger.asks()) and (e.enquiry is null or exists (
        select from enquiries_enquiry q
        where q.id = any (ledger.enquiries_of(e.enquiry, e.details)) and q.area_id = any ((select access.areas_as('auditor'))::uuid[])
          and not exists (select from access_wall w where w.enquiry = q.id and w.member = (select access.me()))));

-- The first of the auditor's two questions: who looked at somebody, as the register has them and as they were described on
-- any enquiry, or as a record that was merged into theirs. Those outside the room, and everybody before the person was identified, have seen the description alone.
-- Each answers the latest first, from a moment on, and goes on where a page ended. They are sorted by their keys alone, and
-- looked at one by one until the page is full: of somebody who stood on a board for days there are thousands.
create or replace function ledger.about_person(
    person uuid, since timestamptz, before timestamptz, before_seq bigint, most integer
) returns setof ledger_event
    language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
    described uuid[] := array(select d.id from enquiries_describedperson d where d.person_id = about_person.person)
        || array(select p.id from people_person p where p.merged_into_id = about_person.person);
begin
    if not ledger.is_tied_to(about_person.person) then
        return query
            select e.* from (
                select x.id, x.at, x.seq from ledger_event x
                where x.people && (array[about_person.person] || described)
                  and x.at >= about_person.since and (x.at, x.seq) < (about_person.before, about_person.before_seq)
                order by x.at desc, x.seq desc offset 0
            ) o join lateral (select * from ledger.for_auditors v where v.id = o.id offset 0) e on true
            order by o.at desc, o.seq desc limit most;
    end if;
end $$;

-- The same of an enquiry: its own events, and those that showed somebody described on it.
create or replace function ledger.about_enquiry(
    enquiry uuid, since timestamptz, before timestamptz, before_seq bigint, most integer
) returns setof ledger_event
    language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
    described uuid[] := (select array_agg(d.id) from enquiries_describedperson d where d.enquiry_id = about_enquiry.enquiry);
begin
    if ledger.is_an_auditors(about_enquiry.enquiry) then
        return query
            select e.* from (
                select x.id, x.at, x.seq from ledger_event x
                where (x.enquiry = about_enquiry.enquiry or x.people && coalesce(described, '{}'))
                  and x.at >= about_enquiry.since and (x.at, x.seq) < (about_enquiry.before, about_enquiry.before_seq)
                order by x.at desc, x.seq desc offset 0
            ) o join lateral (select * from ledger.for_auditors v where v.id = o.id offset 0) e on true
            order by o.at desc, o.seq desc limit most;
    end if;
end $$;

-- The second question: what did a member look at and do.
create or replace function ledger.by_member(
    member uuid, since timestamptz, before timestamptz, before_seq bigint, most integer
) returns setof ledger_event
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.* from ledger.for_auditors e
    where e.actor = by_member.member
      and e.at >= by_member.since and (e.at, e.seq) < (by_member.before, by_member.before_seq)
    order by e.at desc, e.seq desc limit most
$$;

create or replace function ledger.refusals(
    since timestamptz, before timestamptz, before_seq bigint, most integer
) returns setof ledger_event
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.* from ledger.for_auditors e
    where e.outcome = 'refused'
      and e.at >= refusals.since and (e.at, e.seq) < (refusals.before, refusals.before_seq)
    order by e.at desc, e.seq desc limit most
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

-- Those of the register who bear all of these words in their names, of the auditor's own areas: ids, and what tells two
-- of one name apart without telling anything of them. The words come as the register's own keys.
create or replace function ledger.people_named(words text[], born date, most integer)
    returns table (person uuid, born_then boolean, made_at timestamptz, "references" text[])
    language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.born = people_named.born, p.made_at, array(
        select e.reference::text from enquiries_describedperson d join enquiries_enquiry e on e.id = d.enquiry_id
        where d.person_id = p.id and e.area_id = any (access.areas_as('auditor')) and not access.is_walled(e.id)
        order by e.received_at desc limit 5)
    from people_person p
    where ledger.asks() and cardinality(people_named.words) > 0 and p.keys @> people_named.words::varchar[]
      and (people_named.born is null or p.born is null or p.born = people_named.born)
      and p.areas && access.areas_as('auditor') and not ledger.is_tied_to(p.id)
    order by p.made_at desc limit most
$$;

grant execute on function
    ledger.is_an_auditors(uuid), ledger.is_tied_to(uuid),
    ledger.about_enquiry(uuid, timestamptz, timestamptz, bigint, integer),
    ledger.about_person(uuid, timestamptz, timestamptz, bigint, integer),
    ledger.by_member(uuid, timestamptz, timestamptz, bigint, integer),
    ledger.refusals(timestamptz, timestamptz, bigint, integer),
    ledger.references_of(uuid[]), ledger.people_on(uuid), ledger.people_named(text[], date, integer)
to mash_audit;
grant execute on function ledger.asks(), ledger.enquiries_of(uuid, jsonb) to mash_definer;
