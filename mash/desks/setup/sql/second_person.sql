-- What takes a second person. Nobody gives themselves a role; whoever makes an area administers it, as they do all others.
create policy never_to_oneself on partnership_memberrole as restrictive for insert to mash_setup
    with check (member_id <> (select access.me()) or role = 'administrator' and not exists (
        select from partnership_area a
        where a.id <> area_id and not a.id = any ((select access.areas_as('administrator'))::uuid[])));
