-- Accounts are read at the door, by nobody else; who a signed-in account is, the room asks through a function.
create policy door on access_account for all to mash_door using (true) with check (true);
create policy system on access_account for all to mash_system using (true) with check (true);
create policy definer_reads on access_account for select to mash_definer using (true);

-- Ties: a member reads their own; an auditor all. A tie is never changed but by lifting it.
create policy own_ties on access_tie for select to mash_hub, mash_partner, mash_ops, mash_intake, mash_figures, mash_setup
    using (member_id = (select access.me()) or declared_by_id = (select access.me()));
create policy declare on access_tie for insert
    to mash_hub, mash_partner, mash_ops, mash_intake, mash_audit, mash_figures, mash_setup
    with check (declared_by_id = (select access.me()) and lifted_at is null);
create policy auditor_reads on access_tie for select to mash_audit using (true);
create policy auditor_lifts on access_tie for update to mash_audit using (true)
    with check (lifted_by_id = (select access.me()) and lifted_by_id <> member_id and lifted_at is not null);
create policy definer_reads on access_tie for select to mash_definer using (true);
-- A tie goes with the person whom it names, where two records of the register are merged (people/sql/merging.sql).
create policy definer_moves on access_tie for update to mash_definer using (true);
create policy definer_copies on access_tie for insert to mash_definer with check (true);

create policy own_glass on access_glass for select to mash_hub using (member_id = (select access.me()));
create policy break_own on access_glass for insert to mash_hub
    with check (member_id = (select access.me()) and length(why) >= 20);
create policy auditor_reads on access_glass for select to mash_audit using (true);
create policy auditor_reviews on access_glass for update to mash_audit using (true)
    with check (reviewed_by_id = (select access.me()));
create policy system_reads on access_glass for select to mash_system, mash_definer using (true);
