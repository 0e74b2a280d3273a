-- Broken glass and releases for an auditor: who, when, on what ground, and what became of it. None of it says what an
-- enquiry, an item or a product says.

-- Broken glass of an area, or of all that are the auditor's, the latest first: the role that whoever broke it held there
-- then, whether the hub still had its reason, and how many pages were read through it.
create or replace function ledger.glasses(
    area uuid, waiting boolean, since timestamptz, before timestamptz, before_id uuid, most integer
) returns table (glass uuid, reference text, area_name text, held_role boolean, was_live boolean, pages integer)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select g.id, q.reference::text, a.name::text,
        exists (
            select from partnership_memberrole r
            where r.member_id = g.member_id and r.area_id = q.area_id and r.role = 'practice_manager'
              and r.since <= g.broken_at and g.broken_at < r.until),
        exists (
            select from access_standing s
            where s.enquiry = g.enquiry and s.kind = 'hub' and s.holder = q.area_id
              and s.since <= g.broken_at and g.broken_at < s.until),
        (select count(*)::integer from ledger_event e
            where e.actor = g.member_id and e.at >= g.broken_at and e.at < g.until and e.outcome = 'read'
              and g.enquiry = any (ledger.enquiries_of(e.enquiry, e.details)))
    from access_glass g
    join enquiries_enquiry q on q.id = g.enquiry
    join partnership_area a on a.id = q.area_id
    where ledger.is_an_auditors(g.enquiry) and (glasses.area is null or q.area_id = glasses.area)
      and (g.reviewed_at is null) = glasses.waiting
      and g.broken_at >= glasses.since and (g.broken_at, g.id) < (glasses.before, glasses.before_id)
    order by g.broken_at desc, g.id desc limit most
$$;

-- What whoever broke a glass did on that enquiry while it was broken, the latest first.
create or replace function ledger.through_glass(glass uuid, most integer) returns setof ledger_event
    language sql stable security definer set search_path = pg_catalog, public as $$
    select e.* from access_glass g join ledger.for_auditors e on e.actor = g.member_id
    where g.id = through_glass.glass and e.at >= g.broken_at and e.at < g.until
      and g.enquiry = any (ledger.enquiries_of(e.enquiry, e.details))
    order by e.at desc, e.seq desc limit most
$$;

-- Releases, with what the egress gate found in each by kind, and how far the handover came. When one was withdrawn and by
-- whom, the ledger knows.
create or replace function ledger.releases(
    area uuid, only_withdrawn boolean, since timestamptz, before timestamptz, before_id uuid, most integer
) returns table (
    release uuid, enquiry uuid, reference text, area_name text, team text, state text, prepared_by uuid, prepared_at timestamptz,
    approved_by uuid, approved_at timestamptz, items integer, let_out integer, addresses integer, narrative boolean,
    found jsonb, opened_at timestamptz, answered_at timestamptz, handover text, withdrawn_by uuid,
    withdrawn_at timestamptz
)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select r.id, r.enquiry_id, q.reference::text, a.name::text, t.name::text, r.state::text, r.prepared_by_id, r.prepared_at,
        r.approved_by_id, r.approved_at, cardinality(r.items),
        (select count(*)::integer from handover_permission p
            where p.enquiry_id = r.enquiry_id and p.team_id = r.team_id and p.state = 'agreed'
              and (p.item_id = any (r.items) or p.gist_id = any (r.items))),
        cardinality(r.addresses), r.with_narrative,
        coalesce((
            select jsonb_agg(jsonb_build_object('kind', f.kind, 'by_approver', f.by_approver, 'number', f.number,
                'cleared', f.cleared) order by f.by_approver desc, f.kind)
            from (
                select f.kind, f.by_approver, count(*) as number, count(f.cleared_by_id) as cleared
                from handover_finding f where f.release_id = r.id group by f.kind, f.by_approver
            ) f
        ), '[]'::jsonb),
        h.opened_at, h.answered_at, h.state::text, w.actor, w.at
    from handover_release r
    join enquiries_enquiry q on q.id = r.enquiry_id
    join partnership_area a on a.id = q.area_id
    join partnership_team t on t.id = r.team_id
    left join handover_handover h on h.release_id = r.id
    left join lateral (
        select e.actor, e.at from ledger_event e
        where e.enquiry = r.enquiry_id and e.verb = 'withdraw_release' and e.outcome = 'made' and e.object_id = r.id
        order by e.seq limit 1
    ) w on true
    where ledger.is_an_auditors(r.enquiry_id) and (releases.area is null or r.area = releases.area)
      and (not only_withdrawn or r.state = 'withdrawn')
      and r.prepared_at >= releases.since and (r.prepared_at, r.id) < (releases.before, releases.before_id)
    order by r.prepared_at desc, r.id desc limit most
$$;

grant execute on function
    ledger.through_glass(uuid, integer),
    ledger.glasses(uuid, boolean, timestamptz, timestamptz, uuid, integer),
    ledger.releases(uuid, boolean, timestamptz, timestamptz, uuid, integer)
to mash_audit;
