-- A gist inherits the label of what it was made from, also when that is sealed afterwards: the gists of every version of
-- an item are held as strictly as its newest one.
create or replace function pathway.hold_gists_as_strictly(item uuid) returns void
    language sql volatile security definer set search_path = pg_catalog, public as $$
    with recursive newest as (
        select i.id, i.held_as::text from intelligence_item i
        where i.id = hold_gists_as_strictly.item and i.agency_id = access.agency_as('researcher')
    ), versions as (
        select i.id, i.supersedes_id from intelligence_item i join newest on newest.id = i.id
        union all
        select was.id, was.supersedes_id from versions join intelligence_item was on was.id = versions.supersedes_id
    )
    update intelligence_item g set held_as = newest.held_as
    from newest
    where g.gist_of_id in (select id from versions) and g.held_as <> newest.held_as
      and (newest.held_as = 'sealed' or newest.held_as = 'restricted' and g.held_as = 'open')
$$;
grant execute on function pathway.hold_gists_as_strictly(uuid) to mash_hub, mash_partner;
