-- A request is read by whoever may read its enquiry in the hub, and by researchers of the asked agency, wherever they sit.
call access.read_by('gathering_request', array['practice_manager', 'social_worker', 'call_handler'], researchers => true);
create policy asked_agency_reads on gathering_request for select to mash_hub, mash_partner
    using (agency_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[])
        and exists (select from access.live l where l.enquiry = enquiry_id and l.kind = 'asked'));
create policy ask on gathering_request for insert to mash_hub
    with check (asked_by_id = (select access.me())
        and area = any ((select access.areas_as('social_worker', 'practice_manager'))::uuid[]));
create policy go_on on gathering_request for update to mash_hub, mash_partner
    using (area = any ((select access.areas_as('social_worker', 'practice_manager'))::uuid[])
        or agency_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[]));
create policy machine_reads on gathering_request for select to mash_system, mash_definer using (true);

create policy with_the_request on gathering_askedabout for select to mash_hub, mash_partner
    using (exists (select from gathering_request r where r.id = request_id));
alter table gathering_askedabout enable row level security, force row level security;
create policy ask on gathering_askedabout for insert to mash_hub
    with check (exists (select from gathering_request r where r.id = request_id));
create policy definer_reads on gathering_askedabout for select to mash_definer using (true);

-- What an agency said, and how urgent it finds it, tells that something exists: practice managers and social workers
-- of the area, and the agency itself.
call access.read_by('gathering_answer', array['practice_manager', 'social_worker']);
create policy own_agency_reads on gathering_answer for select to mash_hub, mash_partner
    using (agency_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[]));
create policy answer on gathering_answer for insert to mash_hub, mash_partner
    with check (by_id = (select access.me()) and agency_id = (select access.agency_as('researcher')));
create policy machine_reads on gathering_answer for select to mash_system, mash_definer using (true);

call access.read_by('gathering_reply', array['practice_manager', 'social_worker'], enquiry => 'enquiry');
create policy own_agency_reads on gathering_reply for select to mash_hub, mash_partner
    using (agency = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[]));
create policy answer on gathering_reply for insert to mash_hub, mash_partner
    with check (agency = (select access.agency_as('researcher')));
create policy definer_reads on gathering_reply for select to mash_definer using (true);

alter table gathering_chase enable row level security, force row level security;
create policy with_the_request on gathering_chase for select to mash_hub
    using (exists (select from gathering_request r where r.id = request_id));
create policy by_hand on gathering_chase for insert to mash_hub
    with check (stage = 'by_hand' and area = any ((select access.areas_as('social_worker', 'practice_manager'))::uuid[]));
create policy by_the_clock on gathering_chase for all to mash_system using (true) with check (true);
create policy definer_reads on gathering_chase for select to mash_definer using (true);

-- Whether the decision has been made: all that an answering agency needs of an enquiry that it may not read.
create or replace function pathway.is_decided(request uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.state in ('decided', 'closed') from enquiries_enquiry e join gathering_request r on r.enquiry_id = e.id
    where r.id = is_decided.request and r.agency_id = access.agency_as('researcher')
$$;
grant execute on function pathway.is_decided(uuid) to mash_hub, mash_partner;
