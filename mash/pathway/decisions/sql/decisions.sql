-- Decisions, their outcomes and strategy discussions: practice managers and social workers of the area.

create policy weighing_reads on decisions_strategydiscussion for select to mash_hub
    using ((area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        and exists (select from access_standing s where s.enquiry = decisions_strategydiscussion.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now()))
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy decide on decisions_strategydiscussion for insert to mash_hub
    with check (recorded_by_id = (select access.me()) and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy definer_reads on decisions_strategydiscussion for select to mash_definer using (true);

create policy weighing_reads on decisions_decision for select to mash_hub
    using ((area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        and exists (select from access_standing s where s.enquiry = decisions_decision.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now()))
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy decide on decisions_decision for insert to mash_hub
    with check (decided_by_id = (select access.me()) and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy definer_reads on decisions_decision for select to mash_definer using (true);

create policy weighing_reads on decisions_outcome for select to mash_hub
    using ((area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[])
        and exists (select from access_standing s where s.enquiry = decisions_outcome.enquiry_id and s.kind = 'hub'
            and s.holder = area and s.until > (select access.now()))
        or exists (select from access_standing s where s.enquiry = enquiry_id and s.kind = 'glass'
            and s.holder = (select access.me()) and s.until > (select access.now()))));
create policy decide on decisions_outcome for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy definer_reads on decisions_outcome for select to mash_definer using (true);

