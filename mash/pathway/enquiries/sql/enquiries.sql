-- Who may read an enquiry and its parts: `access.read_by` stands in the app that holds the reasons.

call access.read_by('enquiries_enquiry', array['practice_manager', 'social_worker', 'call_handler'],
    researchers => true, enquiry => 'id', area => 'area_id');
create policy machine_reads on enquiries_enquiry for select to mash_system, mash_definer using (true);
create policy told on enquiries_enquiry for insert to mash_intake, mash_hub
    with check (state = 'received' and level = '' and taken_by_id is null);
create policy worked_on on enquiries_enquiry for update to mash_hub
    using (area_id = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler', 'researcher'))::uuid[]));

-- The people as described, relations and links: whoever may read the enquiry.
call access.read_by('enquiries_describedperson', array['practice_manager', 'social_worker', 'call_handler'],
    researchers => true);
create policy told on enquiries_describedperson for insert to mash_intake, mash_hub with check (person_id is null);
create policy identified on enquiries_describedperson for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on enquiries_describedperson for select to mash_definer using (true);
create policy definer_hides on enquiries_describedperson for update to mash_definer using (true);

call access.read_by('enquiries_relation', array['practice_manager', 'social_worker', 'call_handler'], researchers => true);
create policy told on enquiries_relation for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy told_at_the_door on enquiries_relation for insert to mash_intake with check (true);
create policy definer_reads on enquiries_relation for select to mash_definer using (true);

call access.read_by('enquiries_living', array['practice_manager', 'social_worker', 'call_handler'], researchers => true);
create policy told on enquiries_living for insert to mash_intake, mash_hub
    with check (told_by is not distinct from (select access.me()) or told_by is null);
create policy definer_reads on enquiries_living for select to mash_definer using (true);

call access.read_by('enquiries_link', array['practice_manager', 'social_worker', 'call_handler'], researchers => true);
create policy linked on enquiries_link for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on enquiries_link for select to mash_definer using (true);

-- What was told besides the story, masked as the story is.
call access.read_by('enquiries_particulars', array['practice_manager', 'social_worker', 'call_handler'],
    researchers => true);
create policy told on enquiries_particulars for insert to mash_intake, mash_hub with check (true);
create policy masked on enquiries_particulars for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler', 'researcher'))::uuid[]));
create policy definer_reads on enquiries_particulars for select to mash_definer using (true);

-- The enquirer's own words, protected addresses and what passed with the enquirer: the area's own people in the hub.
call access.read_by('enquiries_words', array['practice_manager', 'social_worker', 'call_handler']);
create policy told on enquiries_words for insert to mash_intake, mash_hub with check (true);
create policy definer_reads on enquiries_words for select to mash_definer using (true);

call access.read_by('enquiries_protectedaddress', array['practice_manager', 'social_worker', 'call_handler']);
create policy told on enquiries_protectedaddress for insert to mash_intake, mash_hub, mash_definer with check (true);
create policy definer_reads on enquiries_protectedaddress for select to mash_definer using (true);

call access.read_by('enquiries_message', array['practice_manager', 'social_worker', 'call_handler']);
create policy written on enquiries_message for insert to mash_intake, mash_hub
    with check (by is not distinct from (select access.me()) or kind <> 'question');
create policy heard on enquiries_message for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]))
    with check (heard_by = (select access.me()));
create policy definer_reads on enquiries_message for select to mash_definer using (true);

-- What they sent: the same.
call access.read_by('enquiries_attachment', array['practice_manager', 'social_worker', 'call_handler']);
create policy told on enquiries_attachment for insert to mash_intake, mash_hub with check (true);
create policy definer_reads on enquiries_attachment for select to mash_definer using (true);

-- A referrer who did not ask to be withheld is part of the enquiry.
call access.read_by('enquiries_origin', array['practice_manager', 'social_worker', 'call_handler']);
create policy researcher_reads on enquiries_origin for select to mash_hub
    using (not withheld and area = any ((select access.areas_as('researcher'))::uuid[])
        and exists (select from access.live l where l.enquiry = enquiry_id and l.kind = 'asked'));
create policy told on enquiries_origin for insert to mash_intake, mash_hub with check (true);
create policy definer_reads on enquiries_origin for select to mash_definer using (true);

create policy kept on enquiries_receipt for insert to mash_intake, mash_hub with check (true);
create policy definer_reads on enquiries_receipt for select to mash_definer using (true);

-- How somebody was identified holds names and dates of the register: the area's own people.
call access.read_by('enquiries_identification', array['practice_manager', 'social_worker', 'call_handler']);
create policy made on enquiries_identification for insert to mash_hub
    with check (by_id = (select access.me())
        and area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[]));
create policy definer_reads on enquiries_identification for select to mash_definer using (true);

-- Reasons given in the hub: its practice managers and social workers.
call access.read_by('enquiries_rationale', array['practice_manager', 'social_worker']);
create policy given on enquiries_rationale for insert to mash_hub with check (by_id = (select access.me()));
create policy definer_reads on enquiries_rationale for select to mash_definer using (true);

-- An address that turns out to be the same as a protected one is hidden with it, whoever brought the news, and so are the
-- school and the GP practice of who lives there: on the enquiry, and in the register of whoever was found to live there.
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
    insert into enquiries_protectedaddress (id, described_id, enquiry_id, area, address, postcode, uprn, school, gp)
        values (gen_random_uuid(), found.id, found.enquiry_id, found.area, found.address, found.postcode, found.uprn,
            found.school, found.gp);
    update enquiries_describedperson d set address = '', postcode = '', uprn = '', place = '', school = '', gp = '',
        address_protected = true
        where d.id = found.id;
    if found.person_id is not null then
        perform people.shut_home(found.person_id, found.area, found.address, found.postcode, found.uprn);
    end if;
end $$;
grant execute on function pathway.hide_address(uuid) to mash_hub;

-- What was told of others is masked where it names a place that is protected since: their own address stays theirs. A text
-- stays as it was or holds the mark, so that nothing else is written by it.
create or replace function pathway.mask_described(described uuid, role text, school text, gp text) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    update enquiries_describedperson d set role = left(mask_described.role, 60), school = left(mask_described.school, 160),
        gp = left(mask_described.gp, 160)
    where d.id = mask_described.described and not access.is_walled(d.enquiry_id)
      and d.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler', 'researcher'))
      and (mask_described.role = d.role or mask_described.role like '%[withheld]%')
      and (mask_described.school = d.school or mask_described.school like '%[withheld]%')
      and (mask_described.gp = d.gp or mask_described.gp like '%[withheld]%');
    if not found then
        raise exception 'only the hub masks what was told, and nothing else' using errcode = 'insufficient_privilege';
    end if;
end $$;
grant execute on function pathway.mask_described(uuid, text, text, text) to mash_hub;
