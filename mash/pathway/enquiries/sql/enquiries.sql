-- Who may read an enquiry and its parts. Whatever belongs to an enquiry is never more visible than the enquiry: the
-- parts ask for it, so that walls and live reasons are written once.

create policy hub_reads on enquiries_enquiry for select to mash_hub
    using (area_id = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]) and exists (
        select from access_standing s
        where s.enquiry = enquiries_enquiry.id and s.kind = 'hub' and s.holder = enquiries_enquiry.area_id
          and s.until > (select access.now())
    ));
create policy asked_researcher_reads on enquiries_enquiry for select to mash_hub
    using (area_id = any ((select access.areas_as('researcher'))::uuid[]) and exists (
        select from access_standing s
        where s.enquiry = enquiries_enquiry.id and s.kind = 'asked' and s.holder = (select access.agency_as('researcher'))
          and s.until > (select access.now())
    ));
create policy glass_reads on enquiries_enquiry for select to mash_hub
    using (exists (
        select from access_standing s
        where s.enquiry = enquiries_enquiry.id and s.kind = 'glass' and s.holder = (select access.me())
          and s.until > (select access.now())
    ));
create policy machine_reads on enquiries_enquiry for select to mash_system, mash_definer using (true);
create policy told on enquiries_enquiry for insert to mash_intake, mash_hub
    with check (state = 'received' and level = '' and taken_by_id is null);
create policy worked_on on enquiries_enquiry for update to mash_hub
    using (area_id = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler', 'researcher'))::uuid[]));

-- The people as described, relations and links: whoever may read the enquiry.
create policy with_the_enquiry on enquiries_describedperson for select to mash_hub
    using (exists (select from enquiries_enquiry e where e.id = enquiry_id));
create policy told on enquiries_describedperson for insert to mash_intake, mash_hub with check (person_id is null);
create policy identified on enquiries_describedperson for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on enquiries_describedperson for select to mash_definer using (true);
create policy definer_hides on enquiries_describedperson for update to mash_definer using (true);

create policy with_the_enquiry on enquiries_relation for select to mash_hub
    using (exists (select from enquiries_enquiry e where e.id = enquiry_id));
create policy told on enquiries_relation for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on enquiries_relation for select to mash_definer using (true);

create policy with_the_enquiry on enquiries_link for select to mash_hub
    using (exists (select from enquiries_enquiry e where e.id = enquiry_id));
create policy linked on enquiries_link for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on enquiries_link for select to mash_definer using (true);

-- The enquirer's own words, protected addresses and what passed with the enquirer: the area's own people in the hub.
create policy hub_reads on enquiries_words for select to mash_hub
    using ((area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from access_standing s where s.enquiry = enquiries_words.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now()))
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy told on enquiries_words for insert to mash_intake, mash_hub with check (true);
create policy definer_reads on enquiries_words for select to mash_definer using (true);

create policy hub_reads on enquiries_protectedaddress for select to mash_hub
    using ((area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from access_standing s where s.enquiry = enquiries_protectedaddress.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now()))
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy told on enquiries_protectedaddress for insert to mash_intake, mash_hub, mash_definer with check (true);
create policy definer_reads on enquiries_protectedaddress for select to mash_definer using (true);

create policy hub_reads on enquiries_message for select to mash_hub
    using ((area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from access_standing s where s.enquiry = enquiries_message.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now()))
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy written on enquiries_message for insert to mash_intake, mash_hub
    with check (by is not distinct from (select access.me()) or kind <> 'question');
create policy heard on enquiries_message for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]))
    with check (heard_by = (select access.me()));
create policy definer_reads on enquiries_message for select to mash_definer using (true);

-- A referrer who did not ask to be withheld is part of the enquiry.
create policy hub_reads on enquiries_origin for select to mash_hub
    using ((not withheld and exists (select from enquiries_enquiry e where e.id = enquiry_id)
        or area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from access_standing s where s.enquiry = enquiries_origin.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now()))
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy told on enquiries_origin for insert to mash_intake, mash_hub with check (true);
create policy definer_reads on enquiries_origin for select to mash_definer using (true);

create policy kept on enquiries_receipt for insert to mash_intake, mash_hub with check (true);
create policy definer_reads on enquiries_receipt for select to mash_definer using (true);

-- How somebody was identified holds names and dates of the register: the area's own people.
create policy hub_reads on enquiries_identification for select to mash_hub
    using (exists (select from enquiries_enquiry e where e.id = enquiry_id) and (
        area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy made on enquiries_identification for insert to mash_hub
    with check (by_id = (select access.me())
        and area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on enquiries_identification for select to mash_definer using (true);

-- Reasons given in the hub: its practice managers and social workers.
create policy hub_reads on enquiries_rationale for select to mash_hub
    using ((area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        and exists (select from access_standing s where s.enquiry = enquiries_rationale.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now()))
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy given on enquiries_rationale for insert to mash_hub with check (by_id = (select access.me()));
create policy definer_reads on enquiries_rationale for select to mash_definer using (true);

-- An address that turns out to be the same as a protected one is hidden with it, whoever brought the news.
create or replace function pathway.hide_address(described uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    found enquiries_describedperson;
begin
    select * into found from enquiries_describedperson d where d.id = described and not d.address_protected;
    if found.id is null then
        return;
    end if;
    if access.is_walled(found.enquiry_id)
        or not found.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler', 'researcher'))
    then
        raise exception 'only the hub may hide an address' using errcode = 'insufficient_privilege';
    end if;
    insert into enquiries_protectedaddress (id, described_id, enquiry_id, area, address, postcode)
        values (gen_random_uuid(), found.id, found.enquiry_id, found.area, found.address, found.postcode);
    update enquiries_describedperson d set address = '', postcode = '', address_protected = true where d.id = found.id;
end $$;
grant execute on function pathway.hide_address(uuid) to mash_hub;
