-- What administrators changed is read by administrators and auditors, written once, and never changed itself.
create policy set_up_reads on setup_change for select to mash_setup, mash_audit using (true);
create policy own_changes on setup_change for insert to mash_setup with check (by_id = (select access.me()));
