-- Decisions, their outcomes and strategy discussions: practice managers and social workers of the area.

call access.read_by('decisions_strategydiscussion', array['practice_manager', 'social_worker']);
create policy decide on decisions_strategydiscussion for insert to mash_hub
    with check (recorded_by_id = (select access.me()) and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy definer_reads on decisions_strategydiscussion for select to mash_definer using (true);

call access.read_by('decisions_decision', array['practice_manager', 'social_worker']);
create policy decide on decisions_decision for insert to mash_hub
    with check (decided_by_id = (select access.me()) and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy definer_reads on decisions_decision for select to mash_definer using (true);

call access.read_by('decisions_outcome', array['practice_manager', 'social_worker']);
create policy decide on decisions_outcome for insert to mash_hub
    with check (area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy definer_reads on decisions_outcome for select to mash_definer using (true);

