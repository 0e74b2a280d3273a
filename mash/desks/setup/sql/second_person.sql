-- What takes a second person. Nobody gives themselves a role; whoever makes an area administers it, as they do all others.
create policy never_to_oneself on partnership_memberrole as restrictive for insert to mash_setup
    with check (member_id <> (select access.me()) or role = 'administrator' and not exists (
        select from partnership_area a
        where a.id <> area_id and not a.id = any ((select access.areas_as('administrator'))::uuid[])));

-- A second factor that was lost: asked for by one administrator, agreed by another, neither of them for themselves.
create policy set_up_reads on setup_lostfactor for select to mash_setup, mash_audit using (true);
create policy ask on setup_lostfactor for insert to mash_setup
    with check (asked_by_id = (select access.me()) and member_id <> (select access.me()) and agreed_by_id is null);
create policy agree on setup_lostfactor for update to mash_setup using (agreed_by_id is null)
    with check (agreed_by_id = (select access.me()) and agreed_by_id <> asked_by_id and agreed_by_id <> member_id);
