-- Why somebody could see what they saw, and what about it is out of the ordinary: facts for the rules of `unusual.py`,
-- worked out here so that no name and no address comes to an auditor.

-- The words of a name, for comparing: in small letters, without apostrophes, parted at spaces and hyphens.
create or replace function ledger.words_of(name text) returns text[] language sql immutable as $$
    select array_remove(
        regexp_split_to_array(lower(regexp_replace(name, '[^[:alpha:][:space:]-]', '', 'g')), '[[:space:]-]+'), '')
$$;

-- Of each of these events that the auditor may be shown: the one enquiry that it is told of (the one asked about, or the
-- first that is theirs to know of) and how many others it names; the roles that its actor held then, and the live reasons
-- that they had; and how they and those shown stand to each other. `lists` are pages that show many at once: to open them
-- is not to open an enquiry.
create or replace function ledger.explained(events uuid[], about uuid, lists text[])
    returns table (
        event uuid, enquiry uuid, reference text, area uuid, others integer, roles text[], reasons text[], team text,
        own_name boolean, same_surname boolean, same_home boolean, opened integer, worked_on boolean
    )
    language sql stable security definer set search_path = pg_catalog, public as $$
    with shown as materialized (
        select e.id, e.at, e.actor, e.agency, e.people, e.outcome,
            e.outcome = 'read' and e.verb = any (explained.lists) as in_a_list,
            ledger.enquiries_of(e.enquiry, e.details) as named
        from ledger.for_auditors e where e.id = any (explained.events)
    ), told as materialized (
        select s.*, q.id as enquiry, q.reference, q.area_id as area, greatest(cardinality(s.named) - 1, 0) as others
        from shown s left join lateral (
            select q.id, q.reference, q.area_id from enquiries_enquiry q
            where q.id = any (s.named) and q.area_id = any ((select access.areas_as('auditor'))::uuid[])
              and not exists (select from access_wall w where w.enquiry = q.id and w.member = (select access.me()))
            order by q.id = explained.about desc, q.id = s.named[1] desc limit 1
        ) q on true
    ), held as materialized (
        select t.id, coalesce(array_agg(distinct r.role::text), '{}') as roles,
            coalesce(array_agg(distinct r.team_id) filter (where r.team_id is not null), '{}') as teams
        from told t join partnership_memberrole r on r.member_id = t.actor and r.since <= t.at and t.at < r.until
            and (t.area is null or r.area_id = t.area)
        group by t.id
    ), members as materialized (
        select m.id, m.name, ledger.words_of(m.name) as words,
            ledger.words_of(regexp_replace(btrim(m.name), '^.*[[:space:]]', '')) as family
        from partnership_member m where m.id in (select t.actor from told t)
    ), own as materialized (
        -- Whom a member is, or lives with, as their ties say; and whoever of the register bears their name.
        select m.id as member, t.person from members m join access_tie t on t.member_id = m.id
            and t.kind in ('self', 'household') and t.person is not null
        union select m.id, d.person_id from members m join access_tie t on t.member_id = m.id
            and t.kind in ('self', 'household') join enquiries_describedperson d on d.id = t.described
        union select m.id, p.id from members m join people_person p on p.keys @> array(
            select 'word:' || w from unnest(m.words) w)::varchar[]
        where cardinality(m.words) > 1
    ), homes as materialized (
        select l.member, array_agg(distinct d.place) as places
        from (
            select o.member, d.id from own o join enquiries_describedperson d on d.person_id = o.person
            union select m.id, t.described from members m join access_tie t on t.member_id = m.id
                and t.kind in ('self', 'household') and t.described is not null
        ) l join enquiries_describedperson d on d.id = l.id and d.place <> ''
        group by l.member
    ), met as materialized (
        select t.id, t.actor, d.given, d.family, d.place
        from told t join enquiries_describedperson d on d.id = any (t.people)
        where not t.in_a_list
        union all
        select t.id, t.actor, p.given, p.family, d.place
        from told t join people_person p on p.id = any (t.people)
        left join enquiries_describedperson d on d.person_id = p.id and d.place <> ''
        where not t.in_a_list
    ), alike as materialized (
        select x.id,
            bool_or(x.given <> '' and ledger.words_of(x.given) && m.words and ledger.words_of(x.family) && m.family) as own_name,
            bool_or(ledger.words_of(x.family) && m.family) as same_surname,
            bool_or(x.place = any (h.places)) as same_home
        from met x join members m on m.id = x.actor left join homes h on h.member = x.actor
        group by x.id
    )
    select t.id, t.enquiry, t.reference::text, t.area, t.others, coalesce(h.roles, '{}'), array(
        select s.kind::text from access_standing s
        where s.enquiry = t.enquiry and s.since <= t.at and t.at < s.until and case s.kind
            when 'hub' then s.holder = t.area and h.roles && '{practice_manager,social_worker,call_handler}'
            when 'earlier' then s.holder = t.area and h.roles && '{practice_manager,social_worker}'
            when 'asked' then s.holder = t.agency and 'researcher' = any (h.roles)
            when 'team' then s.holder = any (h.teams)
            else s.holder = t.actor end
        union
        select 'owner' where 'researcher' = any (h.roles) and exists (
            select from gathering_request r where r.enquiry_id = t.enquiry and r.agency_id = t.agency and r.asked_at <= t.at)
        union
        select 'alert' where h.roles && '{practice_manager,researcher,police_evaluator}' and exists (
            select from triage_alert a where a.enquiry_id = t.enquiry and a.raised_at <= t.at)
    ), (select string_agg(distinct g.name, ', ') from partnership_team g join access_standing s
            on s.holder = g.id and s.enquiry = t.enquiry and s.kind = 'team' and s.since <= t.at
        where g.id = any (h.teams)),
    coalesce(a.own_name, false), coalesce(a.same_surname, false), coalesce(a.same_home, false),
    case when t.outcome = 'read' and not t.in_a_list then (
        select count(distinct opened.enquiry)::integer
        from ledger_event e, unnest(ledger.enquiries_of(e.enquiry, e.details)) opened (enquiry)
        where e.actor = t.actor and e.at > t.at - interval '1 hour' and e.at <= t.at and e.outcome = 'read'
          and not e.verb = any (explained.lists)
    ) else 0 end,
    exists (
        select from ledger_event w join partnership_memberrole r on r.member_id = w.actor
            and r.since <= w.at and w.at < r.until and r.area_id = t.area and r.role::text = any (h.roles)
        where w.enquiry = t.enquiry and w.outcome = 'made' and w.agency = t.agency
          and w.verb not in ('break_glass', 'declare_tie')
    )
    from told t left join held h on h.id = t.id left join alike a on a.id = t.id
$$;

grant execute on function ledger.explained(uuid[], uuid, text[]) to mash_audit;
grant execute on function ledger.words_of(text) to mash_definer;
