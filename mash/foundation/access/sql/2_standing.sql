-- Live reasons and walls. The verbs write them through these functions, in the transaction of what causes them, so
-- that no injected statement can give itself a reason: each function looks at who asks.

alter table access_standing enable row level security, force row level security;
create policy own_reasons on access_standing for select to mash_hub, mash_partner, mash_ops, mash_intake
    using (holder = any ((select access.holders())::uuid[]));
create policy system_reads on access_standing for select to mash_system using (true);
create policy definer_reads on access_standing for all to mash_definer using (true) with check (true);

alter table access_wall enable row level security, force row level security;
create policy own_walls on access_wall for select to mash_hub, mash_partner, mash_ops, mash_intake
    using (member = (select access.me()));
create policy oversight_reads on access_wall for select to mash_audit, mash_system using (true);
create policy definer_reads on access_wall for all to mash_definer using (true) with check (true);

-- The same two for the row policies of every table, which ask them of each row: without the policies above, and with no
-- more than whoever acts may know.
create or replace view access.live with (security_barrier) as
    select s.enquiry, s.kind, s.holder from access_standing s
    where s.holder = any ((select access.holders())::uuid[]) and s.until > (select access.now());
create or replace view access.walls with (security_barrier) as
    select w.enquiry from access_wall w where w.member = (select access.me());
grant select on access.live to mash_hub, mash_partner;
grant select on access.walls to mash_hub, mash_partner, mash_ops, mash_intake, mash_audit;

-- Let a table of an enquiry be read in the hub by its area's own people of these roles while the enquiry is theirs; by
-- whoever broke the glass; and, where researchers may, by those of an agency that was asked. Each app's SQL calls it.
-- `case` and not `or`: one look at the reasons of an enquiry, which are few, is faster than one for each kind.
create or replace procedure access.read_by(
    guarded regclass, roles text[], researchers boolean default false,
    enquiry text default 'enquiry_id', area text default 'area'
) language plpgsql as $$
begin
    execute format(
        'create policy with_a_reason on %1$s for select to mash_hub using (exists (
            select from access.live l where l.enquiry = %1$s.%2$I and case l.kind
                when ''glass'' then true
                when ''hub'' then l.holder = %1$s.%3$I
                    and %1$s.%3$I = any ((select access.areas_as(variadic %4$L::text[]))::uuid[])
                when ''asked'' then %5$L and %1$s.%3$I = any ((select access.areas_as(''researcher''))::uuid[])
            end))',
        guarded, enquiry, area, roles, researchers
    );
end $$;

-- When a reason begins or ends. What happens at once in a story that lies ahead happens at once for everybody else too:
-- now by the real clock, which the rest of the story finds to be past. What ends later ends when the story says.
create or replace function access.in_real_time(at timestamptz) returns timestamptz
    language sql volatile set search_path = pg_catalog as $$
    select case when at > access.now() then at else least(at, clock_timestamp()) end
$$;

create or replace function access.give_standing(enquiry uuid, kind text, holder uuid, until timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    area uuid;
begin
    select s.holder into area from access_standing s
        where s.enquiry = give_standing.enquiry and s.kind = 'hub' order by s.since desc limit 1;
    if not (case kind  -- in brackets: PL/pgSQL would take the first `then` for its own
        -- At receipt there is no reason yet: the first one is the hub's, and only then may the referrer's follow.
        when 'hub' then area is null
        when 'referrer' then holder = access.me() and area is not null
        when 'rater' then holder = access.me() and area = any (access.areas_as('social_worker'))
        when 'asked' then area = any (access.areas_as('social_worker', 'practice_manager'))
        when 'team' then area = any (access.areas_as('practice_manager'))
        when 'glass' then holder = access.me() and cardinality(access.areas_as('practice_manager')) > 0
        when 'earlier' then holder = any (access.areas_as('call_handler', 'social_worker', 'practice_manager'))
        else false
    end) then
        raise exception 'no standing of kind % may be given here', kind using errcode = 'insufficient_privilege';
    end if;
    if exists (
        select from access_standing s
        where s.enquiry = give_standing.enquiry and s.kind = give_standing.kind
          and s.holder = give_standing.holder and s.until >= give_standing.until
    ) then
        return;
    end if;
    insert into access_standing (id, enquiry, kind, holder, since, until)
        values (
            gen_random_uuid(), give_standing.enquiry, give_standing.kind, give_standing.holder,
            case kind when 'glass' then access.now() else access.in_real_time(access.now()) end,  -- an hour of the story and no other
            give_standing.until
        )
        on conflict on constraint one_standing_at_a_time do update set until = excluded.until;
end $$;

-- End the reasons of one kind: the rater's when another rates; all of an enquiry's when it closes.
create or replace function access.end_standing(enquiry uuid, kinds text[], at timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if not exists (
        select from access_standing s
        where s.enquiry = end_standing.enquiry and s.kind = 'hub'
          and s.holder = any (access.areas_as('social_worker', 'practice_manager'))
    ) then
        raise exception 'only the enquiry''s own hub may end a reason' using errcode = 'insufficient_privilege';
    end if;
    update access_standing s set until = access.in_real_time(at)
        where s.enquiry = end_standing.enquiry and s.kind = any (kinds) and s.until > at;
end $$;

-- Whether whoever acts stands behind a wall: for the ledger, when 'not found' was the answer.
create or replace function access.is_walled(enquiry uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (select from access_wall w where w.member = access.me() and w.enquiry = is_walled.enquiry)
$$;

grant execute on function access.in_real_time(timestamptz) to mash_definer;
grant execute on function access.give_standing(uuid, text, uuid, timestamptz) to mash_hub, mash_intake;
grant execute on function access.end_standing(uuid, text[], timestamptz) to mash_hub;
grant execute on function access.is_walled(uuid) to mash_hub, mash_partner, mash_ops, mash_intake;
