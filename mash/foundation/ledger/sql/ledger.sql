-- The ledger: append through one function, which takes who, where and when from the signed context and from nowhere
-- else; read through functions. No seat can change or delete a row.
create sequence if not exists ledger.event_seq;
grant usage on sequence ledger.event_seq to mash_definer;

create policy definer_appends on ledger_event for insert to mash_definer with check (true);
create policy definer_reads on ledger_event for select to mash_definer using (true);
create policy system_reads on ledger_event for select to mash_system using (true);
create policy sealing on ledger_leaf for all to mash_system, mash_definer using (true) with check (true);
create policy sealing on ledger_checkpoint for all to mash_system, mash_definer using (true) with check (true);
create policy auditor_reads on ledger_checkpoint for select to mash_audit using (true);

create or replace function ledger.append(
    id uuid, verb text, outcome text, object_kind text, object_id uuid, enquiry uuid, people uuid[],
    reasons text[], policy text, details jsonb
) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if access.context() is null then
        raise exception 'nothing can be recorded without a signed context' using errcode = 'insufficient_privilege';
    end if;
    insert into ledger_event (
        id, seq, transaction, at, written_at, actor, agency, seat, verb, outcome, object_kind, object_id,
        enquiry, people, purpose, reasons, policy, details, play
    ) values (
        append.id, nextval('ledger.event_seq'), pg_current_xact_id()::text::bigint, access.now(), clock_timestamp(),
        access.me(), (select m.agency_id from partnership_member m where m.id = access.me()), access.seat(),
        append.verb, append.outcome, append.object_kind, append.object_id, append.enquiry, append.people,
        coalesce(access.purpose(), ''), append.reasons, append.policy, append.details, access.play()
    );
end $$;
grant execute on function ledger.append(uuid, text, text, text, uuid, uuid, uuid[], text[], text, jsonb)
to mash_door, mash_intake, mash_partner, mash_hub, mash_ops, mash_figures, mash_audit, mash_setup, mash_system;

-- What happened on an enquiry, for those who may read that enquiry: the caller checks that with its own eyes first.
create or replace function ledger.of_enquiry(enquiry uuid, most integer)
    returns table (seq bigint, at timestamptz, actor uuid, agency uuid, verb text, outcome text, object_kind text, object_id uuid, details jsonb)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.seq, e.at, e.actor, e.agency, e.verb, e.outcome, e.object_kind, e.object_id, e.details
    from ledger_event e
    where e.enquiry = of_enquiry.enquiry and e.outcome = 'made'
      and exists (
        select from access_standing s
        where s.enquiry = of_enquiry.enquiry and s.kind in ('hub', 'glass')
          and s.until > access.now()
          and (s.holder = access.me() or s.holder = any (access.areas_as('practice_manager', 'social_worker', 'call_handler')))
      )
    order by e.seq desc limit most
$$;
grant execute on function ledger.of_enquiry(uuid, integer) to mash_hub;

-- How often whoever acts has done one thing of late, or was refused it: what limits look-ups that go out with every few
-- letters typed, and for how many people a checker asks.
create or replace function ledger.done_by_me_since(verb text, since timestamptz) returns integer
    language sql stable security definer set search_path = pg_catalog, public as $$
    select count(*)::integer from ledger_event e
    where e.actor = access.me() and e.at >= done_by_me_since.since and e.verb = done_by_me_since.verb
$$;
grant execute on function ledger.done_by_me_since(text, timestamptz) to mash_hub, mash_partner;
