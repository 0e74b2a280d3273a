-- How urgent it is, the fast path, and what is proposed.

call access.read_by('triage_rating', array['practice_manager', 'social_worker', 'call_handler'], researchers => true);
create policy rate on triage_rating for insert to mash_hub
    with check (rated_by_id = (select access.me()) and area = any ((select access.areas_as('social_worker'))::uuid[]));
create policy definer_reads on triage_rating for select to mash_definer using (true);

-- An alert tells the area's practice managers and police in the hub who it is about and why, before police are asked.
call access.read_by('triage_alert', array['practice_manager', 'social_worker', 'call_handler'], researchers => true);
create policy managers_and_police_read on triage_alert for select to mash_hub
    using (area = any ((select access.areas_as('practice_manager'))::uuid[]) or area = any ((select access.areas_as_police())::uuid[]));
create policy raise on triage_alert for insert to mash_hub, mash_intake
    with check (raised_by_id is not distinct from (select access.me()));
create policy definer_reads on triage_alert for select to mash_definer using (true);

alter table triage_acknowledgement enable row level security, force row level security;
create policy with_the_alert on triage_acknowledgement for select to mash_hub
    using (exists (select from triage_alert a where a.id = alert_id));
create policy seen on triage_acknowledgement for insert to mash_hub with check (member_id = (select access.me()));
create policy definer_reads on triage_acknowledgement for select to mash_definer using (true);

-- What is found of an adult by the Care Act: those who weigh.
call access.read_by('triage_careduty', array['practice_manager', 'social_worker']);
create policy weigh on triage_careduty for insert to mash_hub
    with check (weighed_by_id = (select access.me())
        and area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[]));
create policy definer_reads on triage_careduty for select to mash_definer using (true);

-- What was found of the adults of an enquiry, newest first. Not a security definer: it tells no more than may be read.
create or replace function pathway.weighed(enquiry uuid) returns jsonb
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
        'adult', d.adult_id, 'needs_care', d.needs_care, 'at_risk', d.at_risk, 'cannot_protect', d.cannot_protect,
        'in_area', d.in_area, 'instead', d.instead, 'by', m.name, 'at', d.weighed_at, 'why', (
            select r.text from enquiries_rationale r where r.about = d.id and r.kind = 'care_duty' limit 1)
    ) order by d.weighed_at desc, d.id), '[]'::jsonb)
    from triage_careduty d join partnership_member m on m.id = d.weighed_by_id where d.enquiry_id = weighed.enquiry);
end $$;
grant execute on function pathway.weighed(uuid) to mash_hub;

call access.read_by('triage_proposal', array['practice_manager', 'social_worker']);
create policy propose on triage_proposal for insert to mash_hub
    with check (proposed_by_id = (select access.me()) and area = any ((select access.areas_as('social_worker'))::uuid[]));
create policy definer_reads on triage_proposal for select to mash_definer using (true);

-- A pause says what the hub waits for: read by those who weigh, begun and ended by the area's practice managers.
call access.read_by('triage_pause', array['practice_manager', 'social_worker']);
create policy pause on triage_pause for insert to mash_hub
    with check (began_by_id = (select access.me()) and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy go_on on triage_pause for update to mash_hub
    using (ended_at is null and area = any ((select access.areas_as('practice_manager'))::uuid[]))
    with check (ended_by_id = (select access.me()));
create policy definer_reads on triage_pause for select to mash_definer using (true);
