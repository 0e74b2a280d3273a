-- The sealed hub. Each yes is a permissive policy; walls and the signed seat are restrictive ones put on every table.
-- Granted to the hub and, for their own items, to virtual agencies; to no operational seat.
-- `held_as` is the handling in force: the strictest of this version's and any later one's, so that sealing something
-- afterwards shuts its old text too.

create policy owner_reads on intelligence_item for select to mash_hub, mash_partner
    using (agency_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[]));

-- A practice manager reads all of it; a social worker what is sealed only while their rating stands; a researcher what
-- is open. While a later enquiry about the same confirmed person is live, an earlier one shows what is not sealed.
create policy with_a_reason on intelligence_item for select to mash_hub
    using (exists (
        select from access.live l where l.enquiry = enquiry_id and case l.kind
            when 'glass' then true
            when 'hub' then l.holder = area and (
                area = any ((select access.areas_as('practice_manager'))::uuid[])
                or area = any ((select access.areas_as('social_worker'))::uuid[]) and (held_as <> 'sealed' or exists (
                    select from access.live r where r.enquiry = enquiry_id and r.kind = 'rater')))
            when 'asked' then held_as = 'open' and not protects && array['address', 'referrer']::varchar[]
                and area = any ((select access.areas_as('researcher'))::uuid[])
            when 'earlier' then l.holder = area and held_as <> 'sealed'
                and area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        end));

create policy owner_gives on intelligence_item for insert to mash_hub, mash_partner
    with check (given_by_id = (select access.me()) and agency_id = (select access.agency_as('researcher'))
        and area = any ((select access.areas_as('researcher'))::uuid[]));

create policy definer_reads on intelligence_item for select to mash_definer using (true);
create policy definer_tightens on intelligence_item for update to mash_definer using (true);

-- A correction may be stricter than what it corrects: then the earlier versions are held as strictly.
create or replace function pathway.hold_as_strictly(item uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    with recursive chain as (
        select i.id, i.supersedes_id, i.held_as::text from intelligence_item i
        where i.id = hold_as_strictly.item and i.agency_id = access.agency_as('researcher')
        union all
        select was.id, was.supersedes_id,
            case when 'sealed' in (chain.held_as, was.held_as) then 'sealed'
                 when 'restricted' in (chain.held_as, was.held_as) then 'restricted' else 'open' end
        from chain join intelligence_item was on was.id = chain.supersedes_id
    )
    update intelligence_item i set held_as = chain.held_as from chain where i.id = chain.id and i.held_as <> chain.held_as;
end $$;
grant execute on function pathway.hold_as_strictly(uuid) to mash_hub, mash_partner;
