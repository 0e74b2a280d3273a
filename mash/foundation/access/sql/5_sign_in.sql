-- Wrong attempts are counted at the door.
create policy door on access_attempt for all to mash_door using (true) with check (true);

-- The people of the demo, for its page of named accounts: the door may not read who works here. An account made for
-- real never has an address of this domain, which nobody can own.
create or replace function access.demo_accounts()
    returns table (username text, name text, agency text, team text, areas text[], role text)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select a.username::text, m.name::text, g.name::text,
        (select t.name::text from partnership_team t where t.id = any (array_agg(r.team_id)) limit 1),
        array_agg(distinct ar.name::text order by ar.name::text), min(r.role::text)
    from access_account a
    join partnership_member m on m.id = a.member_id
    join partnership_agency g on g.id = m.agency_id
    join partnership_memberrole r on r.member_id = m.id and r.since <= access.now() and access.now() < r.until
    join partnership_area ar on ar.id = r.area_id
    where a.is_active and a.email like '%@demo.example' and access.seat() = 'door'
    group by a.username, m.name, g.name
$$;
grant execute on function access.demo_accounts() to mash_door;
