-- Which open enquiries wait for whoever acts, and for what: a social worker's, a practice manager's and a call handler's
-- own. What a colleague has taken waits for that colleague: for practice managers what another one has taken. A security
-- definer, because every page counts it: it answers for the areas of one's own roles alone, never past a wall, and most of
-- it from few columns: `every_stage` looks closely only where that can find something. `promised`: when it was due, or
-- since when it waits; what is in immediate danger first.
drop function if exists pathway.my_work();
create function pathway.my_work() returns table (kind text, enquiry uuid, promised timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
declare
    me constant uuid := access.me();
    rates constant uuid[] := access.areas_as('social_worker');
    manages constant uuid[] := access.areas_as('practice_manager');
    answers constant uuid[] := access.areas_as('call_handler');
begin
    return query
    with theirs as materialized (
        select e.id, e.state, e.taken_by_id is not distinct from me as mine, f.*,
            case
                when e.state = 'decided' then e.decided_at
                when e.level = '' and e.immediate_danger then e.received_at - interval '1 day'
                else coalesce(e.due_at, e.received_at)
            end as promised,
            exists (select from triage_proposal p where p.enquiry_id = e.id) as proposed,
            e.state = 'gathering' and exists (
                select from gathering_request r where r.enquiry_id = e.id and r.state in ('asked', 'holding')) as waits,
            f.for_manager and e.taken_by_id is distinct from me and exists (
                select from partnership_memberrole r
                where r.member_id = e.taken_by_id and r.role = 'practice_manager' and r.area_id = e.area_id
                  and r.since <= access.now() and access.now() < r.until) as another_manages,
            f.for_manager and exists (
                select from handover_release r
                where r.enquiry_id = e.id and r.state = 'prepared' and r.prepared_by_id <> me) as to_second,
            f.for_handler and e.state <> 'decided' and exists (
                select from enquiries_describedperson d where d.enquiry_id = e.id and d.person_id is null) as unknown,
            f.for_manager and e.state = 'decided' or f.for_worker and exists (
                select from gathering_answer a
                where a.enquiry_id = e.id and a.rating in ('amber', 'red') and e.level not in ('red', a.rating)) as looked_at
        from enquiries_enquiry e
        cross join lateral (
            select e.area_id = any (rates) and (e.taken_by_id is null or e.taken_by_id = me) as for_worker,
                e.area_id = any (manages) as for_manager,
                e.area_id = any (answers) and e.taken_by_id is null as for_handler
        ) f
        where e.state <> 'closed' and (f.for_worker or f.for_manager or f.for_handler)
          and not exists (select from access_wall w where w.member = me and w.enquiry = e.id)
    )
    select k.kind, t.id, t.promised
    from theirs t
    left join pathway.every_stage(array(select l.id from theirs l where l.looked_at)) s on s.enquiry = t.id
    cross join lateral (select pathway.undecided_list(t.state, t.proposed, t.waits) as worklist) u
    cross join lateral unnest(array[
        case when t.for_manager and not t.another_manages and u.worklist = 'ready-to-decide' then 'decide' end,
        case when t.to_second then 'second' end,
        case when t.for_manager and not t.another_manages and s.returned and cardinality(s.to_send) > 0 then 'came_back' end,
        case when t.for_manager and not t.another_manages and cardinality(s.unread) > 0 then 'unread' end,
        case when t.for_manager and not t.another_manages and s.disagreement <> '' then 'disagreement' end,
        case when t.for_manager and not t.another_manages and s.worklist = 'ready-to-close' then 'close' end,
        case when t.for_worker and u.worklist = 'to-rate' then 'rate' end,
        case when t.for_worker and s.higher then 'higher' end,
        case when t.for_worker and t.mine and t.state <> 'decided' and u.worklist <> 'to-rate' and s.higher is not true then 'mine' end,
        case when t.for_handler and t.state = 'received' then 'untaken' end,
        case when t.unknown then 'look_up' end
    ]) k (kind)
    where k.kind is not null;
end $$;

-- The same enquiries, each once: counted on every page.
create or replace function pathway.mine() returns uuid[]
    language sql stable set search_path = pg_catalog, public as $$
    select coalesce(array_agg(distinct w.enquiry), '{}') from pathway.my_work() w
$$;
grant execute on function pathway.my_work(), pathway.mine() to mash_hub;
