-- What may leave: permissions, releases, handovers and what the referrer was told.

call access.read_by('handover_permission', array['practice_manager', 'social_worker']);
create policy owner_reads on handover_permission for select to mash_hub, mash_partner
    using (owner_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[]));
create policy ask on handover_permission for insert to mash_hub
    with check (asked_by_id = (select access.me()) and state = 'asked'
        and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy owner_answers on handover_permission for update to mash_hub, mash_partner
    using (owner_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[]))
    with check (answered_by_id = (select access.me()));
create policy definer_reads on handover_permission for select to mash_definer using (true);

-- Whether all that the gate found in a release has been cleared. A function, because the policies of findings ask for
-- those of releases.
create or replace function pathway.nothing_stands(release uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select not exists (
        select from handover_finding f where f.release_id = nothing_stands.release and f.cleared_by_id is null)
$$;
grant execute on function pathway.nothing_stands(uuid) to mash_hub;

-- The product is hashed as it was drawn; what is said to be its digest is.
call access.read_by('handover_release', array['practice_manager', 'social_worker']);
-- A product says what its items say: whoever may not read one of them, as it is held now, may not read the product.
create policy no_more_than_its_items on handover_release as restrictive for select to mash_hub
    using ((select count(*) from intelligence_item i where i.id = any (items)) = cardinality(items));
create policy prepare on handover_release for insert to mash_hub
    with check (prepared_by_id = (select access.me()) and state = 'prepared' and approved_by_id is null
        and read_by_id is null and digest = encode(sha256(convert_to(html, 'utf8')), 'hex')
        and area = any ((select access.areas_as('practice_manager'))::uuid[]));
-- Two people: whoever prepared a release cannot be the one who approves it, nor say that somebody else did; and it
-- goes nowhere while something that the gate found stands.
create policy go_on on handover_release for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager'))::uuid[]))
    with check (area = any ((select access.areas_as('practice_manager'))::uuid[])
        and (approved_by_id is null or approved_by_id <> prepared_by_id)
        and (state <> 'approved' or approved_by_id = (select access.me()) and pathway.nothing_stands(id)));
create policy definer_reads on handover_release for select to mash_definer using (true);

create policy weighing_reads on handover_finding for select to mash_hub
    using (exists (select from handover_release r where r.id = release_id));
create policy found on handover_finding for insert to mash_hub
    with check (cleared_by_id is null and area = any ((select access.areas_as('practice_manager'))::uuid[]));
-- Address, referrer and sealed overlap are for the second person, all else for the author.
create policy clear on handover_finding for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager'))::uuid[]))
    with check (cleared_by_id = (select access.me()) and why <> '' and exists (
        select from handover_release r
        where r.id = release_id and r.state = 'prepared' and by_approver = (r.prepared_by_id <> (select access.me()))));
create policy definer_reads on handover_finding for select to mash_definer using (true);

-- A team keeps its products, unless one was withdrawn before anybody opened it; the hub that sent them reads them
-- while the enquiry is its own. What is sent is, byte by byte, what the second person approved.
create policy team_reads on handover_handover for select to mash_ops
    using (team_id = any ((select access.teams())::uuid[]) and not (state = 'withdrawn' and opened_at is null));
create policy team_answers on handover_handover for update to mash_ops
    using (team_id = any ((select access.teams())::uuid[]) and state <> 'withdrawn')
    with check (state in ('opened', 'acknowledged', 'returned') and opened_by is not null
        and (answered_by is null or answered_by = (select access.me())));
call access.read_by('handover_handover', array['practice_manager', 'social_worker'], enquiry => 'enquiry');
create policy no_more_than_its_release on handover_handover as restrictive for select to mash_hub
    using (exists (select from handover_release r where r.id = release_id));
create policy send on handover_handover for insert to mash_hub
    with check (state = 'sent' and area = any ((select access.areas_as('practice_manager'))::uuid[])
        and digest = encode(sha256(convert_to(html, 'utf8')), 'hex') and exists (
            select from handover_release r
            where r.id = release_id and r.state = 'approved' and r.approved_by_id = (select access.me())
              and r.digest = handover_handover.digest and r.team_id = handover_handover.team_id
              and r.enquiry_id = handover_handover.enquiry));
create policy withdraw on handover_handover for update to mash_hub
    using (area = any ((select access.areas_as('practice_manager'))::uuid[]))
    with check (state = 'withdrawn' and html = '' and title = '');
create policy machine_reads on handover_handover for select to mash_system using (true);
create policy machine_escalates on handover_handover for update to mash_system using (true) with check (escalated_at is not null);
create policy definer_reads on handover_handover for select to mash_definer using (true);

-- What went to an authority outside: those who weigh. That they have it is written once.
call access.read_by('handover_sentelsewhere', array['practice_manager', 'social_worker']);
create policy send on handover_sentelsewhere for insert to mash_hub
    with check (sent_by_id = (select access.me()) and acknowledged_at is null
        and area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[]));
create policy hear on handover_sentelsewhere for update to mash_hub
    using (acknowledged_at is null
        and area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[]))
    with check (heard_by_id = (select access.me()));
create policy definer_reads on handover_sentelsewhere for select to mash_definer using (true);

-- What of an enquiry went to authorities outside, newest first. Not a security definer.
create or replace function pathway.gone_elsewhere(enquiry uuid) returns jsonb
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'named', s.named, 'how', s.how, 'by', m.name, 'sent_at', s.sent_at,
        'acknowledged_at', s.acknowledged_at, 'there', s.acknowledged_there
    ) order by s.sent_at desc, s.id), '[]'::jsonb)
    from handover_sentelsewhere s join partnership_member m on m.id = s.sent_by_id
    where s.enquiry_id = gone_elsewhere.enquiry);
end $$;
grant execute on function pathway.gone_elsewhere(uuid) to mash_hub;

call access.read_by('handover_feedback', array['practice_manager', 'social_worker', 'call_handler']);
create policy tell on handover_feedback for insert to mash_hub
    with check (told_by_id = (select access.me())
        and area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[]));
create policy definer_reads on handover_feedback for select to mash_definer using (true);
