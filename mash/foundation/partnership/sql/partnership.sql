-- Who works together here is read by everyone who has signed in; the names of members too, since they sign their work.
create policy everyone_reads on partnership_member for select
    to mash_intake, mash_partner, mash_hub, mash_ops, mash_figures, mash_audit, mash_setup, mash_system, mash_definer
    using (true);
create policy set_up on partnership_member for insert to mash_setup, mash_system with check (true);
create policy change on partnership_member for update to mash_setup, mash_system using (true) with check (true);
create policy everyone_reads on partnership_memberrole for select
    to mash_intake, mash_partner, mash_hub, mash_ops, mash_figures, mash_audit, mash_setup, mash_system, mash_definer
    using (true);
create policy set_up on partnership_memberrole for insert to mash_setup, mash_system with check (true);
create policy change on partnership_memberrole for update to mash_setup, mash_system using (true) with check (true);
