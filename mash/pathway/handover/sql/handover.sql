-- What may leave: permissions, releases, handovers and what the referrer was told.

create policy weighing_reads on handover_permission for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        and exists (select from access_standing s where s.enquiry = handover_permission.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now())));
create policy owner_reads on handover_permission for select to mash_hub, mash_partner
    using (owner_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[]));
create policy ask on handover_permission for insert to mash_hub
    with check (asked_by_id = (select access.me()) and state = 'asked'
        and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy owner_answers on handover_permission for update to mash_hub, mash_partner
    using (owner_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[]))
    with check (answered_by_id = (select access.me()));
create policy definer_reads on handover_permission for select to mash_definer using (true);

create policy weighing_reads on handover_release for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        and exists (select from access_standing s where s.enquiry = handover_release.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now())));
create policy prepare on handover_release for insert to mash_hub
    with check (prepared_by_id = (select access.me()) and state = 'prepared'
        and area = any ((select access.areas_as('practice_manager'))::uuid[]));
-- Two people: whoever prepared a release cannot be the one who approves it.
create policy go_on on handover_release for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager'))::uuid[]))
    with check (area = any ((select access.areas_as('practice_manager'))::uuid[])
        and (approved_by_id is null or approved_by_id <> prepared_by_id));
create policy definer_reads on handover_release for select to mash_definer using (true);

create policy weighing_reads on handover_finding for select to mash_hub
    using (exists (select from handover_release r where r.id = release_id));
create policy found on handover_finding for insert to mash_hub
    with check (cleared_by_id is null and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy clear on handover_finding for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy definer_reads on handover_finding for select to mash_definer using (true);

-- A team keeps its products; the hub that sent them reads them while the enquiry is its own.
create policy team_reads on handover_handover for select to mash_ops
    using (team_id = any ((select access.teams())::uuid[]));
create policy team_answers on handover_handover for update to mash_ops
    using (team_id = any ((select access.teams())::uuid[]));
create policy weighing_reads on handover_handover for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        and exists (select from access_standing s where s.enquiry = handover_handover.enquiry and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now())));
create policy send on handover_handover for insert to mash_hub
    with check (state = 'sent' and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy withdraw on handover_handover for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy machine_escalates on handover_handover for all to mash_system using (true) with check (true);
create policy definer_reads on handover_handover for select to mash_definer using (true);

create policy hub_reads on handover_feedback for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager', 'social_worker', 'call_handler'))::uuid[])
        and exists (select from access_standing s where s.enquiry = handover_feedback.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now())));
create policy tell on handover_feedback for insert to mash_hub
    with check (told_by_id = (select access.me())
        and area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[]));
create policy definer_reads on handover_feedback for select to mash_definer using (true);
