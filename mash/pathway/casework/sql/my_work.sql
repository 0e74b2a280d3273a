-- Which open enquiries wait for whoever acts, and for what: a social worker's, a practice manager's and a call handler's
-- own. What a colleague has taken waits for that colleague: for practice managers what another one has taken. A security
-- definer, because every page counts it: it answers for the areas of one's own roles alone, never past a wall, and which
-- enquiries those are is worked out from few columns before `stages` looks closely. `promised`: when it was due, or since
-- when it waits; what is in immediate danger first.
drop function if exists pathway.my_work();
create function pathway.my_work() returns table (kind text, enquiry uuid, promised timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
declare
    me constant uuid := access.me();
    rates constant uuid[] := access.areas_as('social_worker');
    manages constant uuid[] := access.areas_as('practice_manager');
    answers constant uuid[] := access.areas_as('call_handler');
    candidates constant uuid[] := array(
        select e.id from enquiries_enquiry e
        where e.state <> 'closed' and e.area_id = any (rates || manages || answers)
          and not exists (select from access_wall w where w.member = me and w.enquiry = e.id)
          and (e.area_id = any (rates) and (e.taken_by_id is null or e.taken_by_id = me) and (
                e.state = 'received' or e.taken_by_id = me
                or exists (select from gathering_answer a where a.enquiry_id = e.id and a.rating in ('amber', 'red')))
            or e.area_id = any (answers) and e.taken_by_id is null
            or e.area_id = any (manages) and (
                e.state = 'decided'
                or e.state = 'gathering' and not exists (
                    select from gathering_request r where r.enquiry_id = e.id and r.state in ('asked', 'holding'))
                or exists (select from triage_proposal p where p.enquiry_id = e.id)
                or exists (select from handover_release r where r.enquiry_id = e.id and r.state = 'prepared'))));
begin
    return query
    select k.kind, e.id, case
            when e.state = 'decided' then e.decided_at
            when e.level = '' and e.immediate_danger then e.received_at - interval '1 day'
            else coalesce(e.due_at, e.received_at)
        end
    from pathway.stages(candidates) s join enquiries_enquiry e on e.id = s.enquiry
    cross join lateral (
        select e.area_id = any (rates) and (e.taken_by_id is null or e.taken_by_id = me) as for_worker,
            e.area_id = any (manages) as for_manager,
            e.area_id = any (answers) and e.taken_by_id is null as for_handler,
            e.taken_by_id is distinct from me and exists (
                select from partnership_memberrole r
                where r.member_id = e.taken_by_id and r.role = 'practice_manager' and r.area_id = e.area_id
                  and r.since <= access.now() and access.now() < r.until) as another_manages
    ) f
    cross join lateral (values
        ('decide', f.for_manager and not f.another_manages and s.worklist = 'ready-to-decide'),
        ('second', f.for_manager and s.to_second is not null),
        ('came_back', f.for_manager and not f.another_manages and s.returned and cardinality(s.to_send) > 0),
        ('unread', f.for_manager and not f.another_manages and cardinality(s.unread) > 0),
        ('disagreement', f.for_manager and not f.another_manages and s.disagreement <> ''),
        ('close', f.for_manager and not f.another_manages and s.worklist = 'ready-to-close'),
        ('rate', f.for_worker and s.worklist = 'to-rate'),
        ('higher', f.for_worker and s.higher),
        ('mine', f.for_worker and e.taken_by_id = me and e.state <> 'decided' and s.worklist <> 'to-rate' and not s.higher),
        ('untaken', f.for_handler and e.state = 'received'),
        ('look_up', f.for_handler and e.state <> 'decided' and s.unknown)
    ) k (kind, waits)
    where k.waits;
end $$;

-- The same enquiries, each once: counted on every page.
create or replace function pathway.mine() returns uuid[]
    language sql stable set search_path = pg_catalog, public as $$
    select coalesce(array_agg(distinct w.enquiry), '{}') from pathway.my_work() w
$$;
grant execute on function pathway.my_work(), pathway.mine() to mash_hub;
