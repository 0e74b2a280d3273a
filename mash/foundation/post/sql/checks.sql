-- Checks of the whole ledger: auditors ask for them and read what they found, which only the hub's own machinery writes.
create policy auditor_reads on ledger_check for select to mash_audit using (true);
create policy auditor_asks on ledger_check for insert to mash_audit
    with check (asked_by = (select access.me()) and done_at is null and ok is null);
create policy machine_checks on ledger_check for all to mash_system using (true) with check (true);
