-- Disagreements and their stages: practice managers and social workers of the area. Whoever disagrees reads of it through
-- the functions below, which tell them their own words, the stage, and what they are told; never a reason of the hub's.

call access.read_by('disagreements_disagreement', array['practice_manager', 'social_worker']);
create policy agency_disagrees on disagreements_disagreement for insert to mash_hub, mash_partner
    with check (party = 'agency' and heard = '' and settled_at is null and opened_by = (select access.me())
        and agency_id = (select access.agency_as('researcher')) and area = any ((select access.areas_as('researcher'))::uuid[])
        and exists (select from access.live l where l.enquiry = enquiry_id and l.kind = 'asked'));
create policy referrer_disagrees on disagreements_disagreement for insert to mash_intake
    with check (party = 'referrer' and heard = '' and settled_at is null and opened_by is not distinct from (select access.me()));
create policy hub_heard on disagreements_disagreement for insert to mash_hub
    with check (heard <> '' and settled_at is null and opened_by = (select access.me())
        and area = any ((select access.areas_as('practice_manager', 'social_worker'))::uuid[]));
create policy settle on disagreements_disagreement for update to mash_hub
    using (settled_at is null and area = any ((select access.areas_as('practice_manager'))::uuid[]))
    with check (settled_by_id = (select access.me()));
create policy machine_reads on disagreements_disagreement for select to mash_system, mash_definer using (true);

call access.read_by('disagreements_stage', array['practice_manager', 'social_worker']);
create policy first_stage on disagreements_stage for insert to mash_hub, mash_partner, mash_intake
    with check (number = 1 and ended_at is null);
create policy next_stage on disagreements_stage for insert to mash_hub
    with check (ended_at is null and area = any ((select access.areas_as('practice_manager'))::uuid[]));
create policy end_stage on disagreements_stage for update to mash_hub
    using (ended_at is null and area = any ((select access.areas_as('practice_manager'))::uuid[]))
    with check (ended_by_id = (select access.me()));
create policy machine_reads on disagreements_stage for select to mash_system, mash_definer using (true);
create policy machine_tells on disagreements_stage for update to mash_system
    using (ended_at is null) with check (late_told_at is not null);

-- The practice managers of an enquiry's area whom no wall keeps from it: one of them owns each stage. Not granted to any
-- seat: `pathway.managers_for` asks it for a practice manager of that area.
create or replace function pathway.managers_of(enquiry uuid) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public as $$
    select distinct r.member_id
    from enquiries_enquiry e join partnership_memberrole r on r.area_id = e.area_id and r.role = 'practice_manager'
    where e.id = managers_of.enquiry and r.since <= access.now() and access.now() < r.until
      and not exists (select from access_wall w where w.enquiry = e.id and w.member = r.member_id)
$$;
grant execute on function pathway.managers_of(uuid) to mash_definer;

create or replace function pathway.managers_for(enquiry uuid) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public as $$
    select m.id from pathway.managers_of(managers_for.enquiry) as m(id)
    where (select e.area_id from enquiries_enquiry e where e.id = managers_for.enquiry)
        = any (access.areas_as('practice_manager'))
$$;
grant execute on function pathway.managers_for(uuid) to mash_hub;
-- A practice manager of the area passes a stage that is open to another one of them.
create policy another_owner on disagreements_stage for update to mash_hub
    using (ended_at is null and area = any ((select access.areas_as('practice_manager'))::uuid[]))
    with check (ended_at is null and ended_by_id is null
        and exists (select from pathway.managers_for(enquiry_id) m(id) where m.id = owner_id));

-- What must be known of an enquiry to disagree with its decision: how far it is, the decision that stands, whether an agency
-- (or without one the referrer) disagrees already, and who answers first: whoever decided, or another practice manager of
-- the area where they cannot. Not granted to any seat.
create or replace function pathway.decision_to_doubt(enquiry uuid, agency uuid)
    returns table (area uuid, standard uuid, state text, decision uuid, owner uuid, already boolean)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.area_id, e.standard_id, e.state::text, d.id, coalesce(
        (select m.id from pathway.managers_of(e.id) as m(id) where m.id = d.decided_by_id),
        (select m.id from pathway.managers_of(e.id) as m(id) order by m.id limit 1),
        d.decided_by_id),
        exists (select from disagreements_disagreement o where o.enquiry_id = e.id and o.settled_at is null
            and o.agency_id is not distinct from decision_to_doubt.agency)
    from enquiries_enquiry e left join decisions_decision d on d.enquiry_id = e.id
        and not exists (select from decisions_decision later where later.replaces_id = d.id)
    where e.id = decision_to_doubt.enquiry and not access.is_walled(e.id)
$$;
grant execute on function pathway.decision_to_doubt(uuid, uuid) to mash_definer;

-- For those who disagree and may not read it: in the hub and outside it only for an agency that was asked; at a front door,
-- for whoever opened it.
create or replace function pathway.to_disagree_with(enquiry uuid)
    returns table (area uuid, standard uuid, state text, decision uuid, owner uuid, already boolean)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select s.* from pathway.decision_to_doubt(to_disagree_with.enquiry,
        case when access.seat() <> 'intake' then access.agency_as('researcher') end) s
    where access.seat() = 'intake' or exists (
        select from access.live l
        where l.enquiry = to_disagree_with.enquiry and l.kind = 'asked' and l.holder = access.agency_as('researcher'))
$$;
grant execute on function pathway.to_disagree_with(uuid) to mash_intake, mash_partner, mash_hub;

-- For those of the hub who weigh it, and heard of it.
create or replace function pathway.to_hear_of(enquiry uuid, agency uuid)
    returns table (area uuid, standard uuid, state text, decision uuid, owner uuid, already boolean)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select s.* from pathway.decision_to_doubt(to_hear_of.enquiry, to_hear_of.agency) s
    where s.area = any (access.areas_as('practice_manager', 'social_worker'))
$$;
grant execute on function pathway.to_hear_of(uuid, uuid) to mash_hub;

-- A disagreement as whoever disagrees may know it: what the hub wrote down of it is the hub's. Not granted to any seat.
create or replace function pathway.told_of_disagreement(disagreement uuid) returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select jsonb_build_object(
        'why', case when d.heard = '' then d.why else '' end, 'opened_at', d.opened_at, 'stage', s.number, 'owner', o.name, 'due_at', s.due_at,
        'settled_at', d.settled_at, 'finding', d.finding, 'told', d.told)
    from disagreements_disagreement d
    join lateral (
        select * from disagreements_stage s where s.disagreement_id = d.id order by s.number desc limit 1) s on true
    join partnership_member o on o.id = s.owner_id
    where d.id = told_of_disagreement.disagreement
$$;
grant execute on function pathway.told_of_disagreement(uuid) to mash_definer;

-- Those of an agency on the enquiry of a request to it, newest first, and whether it may disagree now: for its researchers,
-- while they may read the request.
create or replace function pathway.own_disagreements(request uuid) returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select jsonb_build_object(
        'may', e.state = 'decided' and not exists (
            select from disagreements_disagreement o
            where o.enquiry_id = e.id and o.agency_id = r.agency_id and o.settled_at is null),
        'disagreed', coalesce((
            select jsonb_agg(pathway.told_of_disagreement(d.id) order by d.opened_at desc)
            from disagreements_disagreement d where d.enquiry_id = e.id and d.agency_id = r.agency_id), '[]'::jsonb))
    from gathering_request r join enquiries_enquiry e on e.id = r.enquiry_id
    where r.id = own_disagreements.request and r.agency_id = access.agency_as('researcher')
      and r.area = any (access.areas_as('researcher')) and not access.is_walled(r.enquiry_id)
      and exists (select from access.live l where l.enquiry = r.enquiry_id and l.kind = 'asked' and l.holder = r.agency_id)
$$;
grant execute on function pathway.own_disagreements(uuid) to mash_hub, mash_partner;

-- The disagreements of an enquiry, newest first, each with its stages and plans. Not a security definer: it tells no more
-- than may be read.
create or replace function pathway.disagreements_of(enquiry uuid) returns jsonb
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
        'id', d.id, 'agency', a.name, 'why', d.why, 'heard', d.heard, 'opened_at', d.opened_at, 'decision', d.decision_id,
        'decided_by', (select x.decided_by_id from decisions_decision x where x.id = d.decision_id),
        'settled_at', d.settled_at, 'settled_by', w.name, 'finding', d.finding, 'told', d.told,
        'stages', (
            select jsonb_agg(jsonb_build_object(
                'id', s.id, 'number', s.number, 'owner', o.name, 'owner_id', o.id, 'between', s.between,
                'opened_at', s.opened_at, 'due_at', s.due_at, 'ended_at', s.ended_at, 'late_told_at', s.late_told_at,
                'ended_by', b.name, 'result', (
                    select r.text from enquiries_rationale r where r.about = s.id and r.kind = 'disagreement' limit 1)
            ) order by s.number)
            from disagreements_stage s join partnership_member o on o.id = s.owner_id
            left join partnership_member b on b.id = s.ended_by_id where s.disagreement_id = d.id),
        'plans', (
            select coalesce(jsonb_agg(jsonb_build_object('text', r.text, 'by', m.name, 'at', r.given_at)
                order by r.given_at desc, r.ctid desc), '[]'::jsonb)
            from enquiries_rationale r join partnership_member m on m.id = r.by_id
            where r.about = d.id and r.kind = 'interim_plan')
    ) order by d.opened_at desc, d.id), '[]'::jsonb)
    from disagreements_disagreement d left join partnership_agency a on a.id = d.agency_id
    left join partnership_member w on w.id = d.settled_by_id
    where d.enquiry_id = disagreements_of.enquiry);
end $$;
grant execute on function pathway.disagreements_of(uuid) to mash_hub;
