-- The list on which an open enquiry waits that is not decided: `proposed` whether a social worker proposes a decision,
-- `waits` whether an agency has still to answer. Empty for every other state.
create or replace function pathway.undecided_list(state text, proposed boolean, waits boolean) returns text
    language sql immutable as $$
    select case
        when state not in ('received', 'gathering') then ''
        when proposed or state = 'gathering' and not waits then 'ready-to-decide'
        when state = 'received' then 'to-rate'
        else 'gathering'
    end
$$;
grant execute on function pathway.undecided_list(text, boolean, boolean) to mash_hub, mash_definer;

-- Where enquiries stand: all that decides on which list each waits, and what comes next. Not a security definer: what a
-- reader may not see does not count for them, because row policies hide it here as everywhere. A function, because its
-- plan is kept: a query over so many guarded tables takes longer to plan than to run.
--
-- `higher`: an agency finds it more urgent than the hub, and nobody has said why the hub does not; of each request the
-- latest view counts, and 'no view' takes none back. `to_send`: the teams of the decision that stands to which nothing
-- went, or from which it came back. `unsent_elsewhere`: the authorities outside of the decision that stands of which nobody
-- wrote down that it was sent there. `unread`: the requests whose late answers nobody has weighed. `disagreement`:
-- `unplanned` while somebody disagrees and nobody has said who keeps the child safe meanwhile, else `open`; `upheld` while
-- the decision that was wrong still stands; else empty. `worklist`: the list on which it waits, as the board calls it; that
-- of a decided one is for those who weigh.
drop function if exists pathway.stages(uuid[]);
create function pathway.stages(enquiries uuid[])
    returns table (
        enquiry uuid, child_protection boolean, unknown boolean, proposed boolean, waits_for_agency boolean,
        higher boolean, waits_for_owner boolean, to_second uuid, waits_for_second boolean, to_send text[],
        not_arrived boolean, handovers_waiting boolean, returned boolean, unsent_elsewhere text[],
        waits_elsewhere boolean, unread uuid[], told boolean,
        disagreement text, worklist text
    )
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
begin
    return query
    with s (
        id, state, child_protection, unknown, proposed, waits_for_agency, higher, waits_for_owner, to_second,
        waits_for_second, to_send, not_arrived, handovers_waiting, returned, unsent_elsewhere, waits_elsewhere, unread,
        told, disagreement
    ) as materialized (select e.id, e.state,
        exists (select from triage_alert a where a.enquiry_id = e.id),
        exists (select from enquiries_describedperson d where d.enquiry_id = e.id and d.person_id is null),
        e.state in ('received', 'gathering') and exists (select from triage_proposal p where p.enquiry_id = e.id),
        e.state = 'gathering' and exists (
            select from gathering_request r where r.enquiry_id = e.id and r.state in ('asked', 'holding')),
        e.state in ('gathering', 'decided') and exists (
            select from gathering_answer a
            where a.enquiry_id = e.id and a.rating <> 'none'
              and array_position(array['', 'green', 'amber', 'red'], a.rating::text)
                > array_position(array['', 'green', 'amber', 'red'], e.level::text)
              and not exists (
                select from gathering_answer later
                where later.request_id = a.request_id and later.rating <> 'none' and later.given_at > a.given_at)
              and not exists (
                select from enquiries_rationale r
                where r.about = a.request_id and r.kind = 'kept_rating' and r.given_at >= a.given_at)),
        e.state <> 'received' and exists (
            select from handover_permission p where p.enquiry_id = e.id and p.state = 'asked'),
        (select r.id from handover_release r
            where r.enquiry_id = e.id and r.state = 'prepared' and r.prepared_by_id <> (select access.me()) limit 1),
        exists (
            select from handover_release r
            where r.enquiry_id = e.id and r.state = 'prepared' and r.prepared_by_id = (select access.me())),
        case when e.state = 'decided' then coalesce((
            select array_agg(distinct array[t.slug, t.name]::text[])
            from decisions_outcome o join partnership_team t on t.id = o.team_id
            where o.enquiry_id = e.id
              and not exists (select from decisions_decision later where later.replaces_id = o.decision_id)
              and not exists (
                select from handover_handover h
                where h.enquiry = e.id and h.team_id = o.team_id and h.state not in ('returned', 'withdrawn'))
        ), '{}') else '{}' end,
        e.state = 'decided' and exists (
            select from decisions_outcome o
            where o.enquiry_id = e.id and o.team_id is not null
              and not exists (select from decisions_decision later where later.replaces_id = o.decision_id)
              and not exists (
                select from handover_handover h
                where h.enquiry = e.id and h.team_id = o.team_id and h.state = 'acknowledged')),
        e.state = 'decided' and exists (
            select from handover_handover h where h.enquiry = e.id and h.state in ('sent', 'opened')),
        e.state = 'decided' and exists (
            select from handover_handover h where h.enquiry = e.id and h.state = 'returned'),
        case when e.state = 'decided' then array(
            select distinct o.service::text from decisions_outcome o
            where o.enquiry_id = e.id and o.outcome = 'other_authority'
              and not exists (select from decisions_decision later where later.replaces_id = o.decision_id)
              and not exists (
                select from handover_sentelsewhere s
                where s.enquiry_id = e.id and (o.service = '' or s.named = o.service))
              and not exists (
                select from enquiries_offer f join partnership_area a on a.id = f.to_area
                where f.enquiry_id = e.id and f.answer <> 'returned' and starts_with(lower(o.service), lower(a.name)))
        ) else '{}' end,
        e.state = 'decided' and exists (
            select from handover_sentelsewhere s where s.enquiry_id = e.id and s.acknowledged_at is null
              and not exists (
                select from handover_sentelsewhere again
                where again.enquiry_id = e.id and again.named = s.named and again.acknowledged_at is not null)),
        case when e.state = 'decided' then array(
            select distinct a.request_id from gathering_answer a
            where a.enquiry_id = e.id and a.after_decision and not exists (
                select from enquiries_rationale r
                where r.about = a.request_id and r.kind = 'late_answer' and r.given_at >= a.given_at)
        ) else '{}' end,
        e.state = 'decided' and exists (select from handover_feedback f where f.enquiry_id = e.id),
        case when e.state = 'decided' then coalesce((
            select s.stands from disagreements_disagreement d, lateral (select case
                when d.settled_at is not null then 'upheld'
                when exists (
                    select from enquiries_rationale r where r.about = d.id and r.kind = 'interim_plan') then 'open'
                else 'unplanned' end as stands) s
            where d.enquiry_id = e.id and (d.settled_at is null or d.finding = 'upheld' and not exists (
                select from decisions_decision later where later.replaces_id = d.decision_id))
            order by array_position(array['unplanned', 'upheld', 'open'], s.stands) limit 1
        ), '') else '' end
        from enquiries_enquiry e where e.id = any (enquiries)
    )
    select s.id, s.child_protection, s.unknown, s.proposed, s.waits_for_agency, s.higher, s.waits_for_owner, s.to_second,
        s.waits_for_second, s.to_send, s.not_arrived, s.handovers_waiting, s.returned, s.unsent_elsewhere,
        s.waits_elsewhere, s.unread, s.told, s.disagreement,
        case
            when s.state <> 'decided' then pathway.undecided_list(s.state, s.proposed, s.waits_for_agency)
            when s.told and not (s.not_arrived or s.handovers_waiting or s.waits_elsewhere or s.higher)
                and s.unsent_elsewhere = '{}' and s.unread = '{}' and s.disagreement = '' then 'ready-to-close'
            else 'waiting-for-a-team'
        end
    from s;
end $$;
grant execute on function pathway.stages(uuid[]) to mash_hub;

-- The same for the security definers that ask on every page. One of its own, because a plan that row policies shape is made
-- anew whenever another role asks, which takes ten times as long as the answer.
drop function if exists pathway.every_stage(uuid[]);
do $$ begin
    execute replace(pg_get_functiondef('pathway.stages(uuid[])'::regprocedure), 'pathway.stages(', 'pathway.every_stage(');
end $$;
grant execute on function pathway.every_stage(uuid[]) to mash_definer;
