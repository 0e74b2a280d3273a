-- Numbers without people. Whoever counts here reads no row of any enquiry: each function counts for them, in the areas
-- where they are an analyst, and a number from 1 to 4 comes back as null ('fewer than 5', rule 79). Nothing is given
-- from which such a number could be worked out again: no totals beside parts, and no rate of a number that is hidden.

create or replace function figures.few(number bigint) returns bigint
    language sql immutable set search_path = pg_catalog as $$
    select case when number between 1 and 4 then null else number end
$$;

-- The areas in which whoever acts may count; none for anybody but an analyst in the seat of figures.
create or replace function figures.areas() returns uuid[]
    language sql stable security definer set search_path = pg_catalog, public as $$
    select case when access.seat() = 'figures' then access.areas_as('analyst') else '{}' end
$$;

-- Enquiries received, by area, month of London's calendar and the rating that stands.
create or replace function figures.received(months integer)
    returns table (area text, month date, red bigint, amber bigint, green bigint, not_rated bigint)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select a.name::text, date_trunc('month', e.received_at at time zone 'Europe/London')::date,
        figures.few(count(*) filter (where e.level = 'red')),
        figures.few(count(*) filter (where e.level = 'amber')),
        figures.few(count(*) filter (where e.level = 'green')),
        figures.few(count(*) filter (where e.level = ''))
    from enquiries_enquiry e join partnership_area a on a.id = e.area_id
    where e.area_id = any (figures.areas())
      and e.received_at >= date_trunc('month', access.now() at time zone 'Europe/London') at time zone 'Europe/London'
          - make_interval(months => received.months - 1)
      and e.received_at <= access.now()
    group by 1, 2 order by 1, 2 desc
$$;

-- Decided, and how many of those in time. When fewer than 5 were late, both parts are hidden: one would give the other.
create or replace function figures.in_time(months integer)
    returns table (area text, level text, decided bigint, in_time bigint)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select area, level, figures.few(decided),
        case when in_time between 1 and 4 or decided - in_time between 1 and 4 or decided < 5 and decided > 0
            then null else in_time end
    from (
        select a.name::text as area, e.level::text as level, count(*) as decided,
            count(*) filter (where e.decided_at <= e.due_at) as in_time
        from enquiries_enquiry e join partnership_area a on a.id = e.area_id
        where e.area_id = any (figures.areas()) and e.decided_at is not null and e.level <> ''
          and e.received_at >= date_trunc('month', access.now() at time zone 'Europe/London') at time zone 'Europe/London'
              - make_interval(months => in_time.months - 1)
        group by a.name, e.level
    ) counted
    order by area, array_position(array['red', 'amber', 'green'], level)
$$;

-- What was decided, for each subject, by the decision that stands.
create or replace function figures.outcomes(months integer) returns table (area text, outcome text, subjects bigint)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select a.name::text, o.outcome::text, figures.few(count(*))
    from decisions_outcome o
    join decisions_decision d on d.id = o.decision_id
    join enquiries_enquiry e on e.id = o.enquiry_id
    join partnership_area a on a.id = e.area_id
    where e.area_id = any (figures.areas())
      and not exists (select from decisions_decision later where later.replaces_id = d.id)
      and e.received_at >= date_trunc('month', access.now() at time zone 'Europe/London') at time zone 'Europe/London'
          - make_interval(months => outcomes.months - 1)
    group by 1, 2 order by 1, count(*) >= 5 desc, 2
$$;

grant execute on function
    figures.received(integer), figures.in_time(integer), figures.outcomes(integer)
to mash_figures;
grant execute on function figures.few(bigint), figures.areas() to mash_definer;
