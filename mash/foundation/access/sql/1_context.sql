-- Who acts, where, why and at what time: signed by the application for one transaction of one backend.
-- A plain setting could be forged by any injected statement; this one needs a key that no seat can read.

create or replace function access.context() returns text[]
    language plpgsql stable parallel restricted security definer set search_path = pg_catalog as $$
declare
    said text := nullif(current_setting('mash.context', true), '');
    parts text[];
    pads record;
begin
    if said is null then
        return null;
    end if;
    parts := string_to_array(said, '|');
    if cardinality(parts) <> 8 then
        return null;
    end if;
    select inner_pad, outer_pad into pads from access.key;
    if parts[8] <> encode(
        sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(array_to_string(parts[1:7], '|'), 'utf8'))), 'hex'
    ) then
        return null;
    end if;
    if parts[6]::integer <> pg_backend_pid() or to_timestamp(parts[5]::double precision) < clock_timestamp() then
        return null;
    end if;
    return parts;
end $$;

create or replace function access.me() returns uuid
    language sql stable parallel restricted security definer set search_path = pg_catalog as $$
    select nullif((access.context())[1], '')::uuid
$$;

create or replace function access.seat() returns text
    language sql stable parallel restricted security definer set search_path = pg_catalog as $$
    select (access.context())[2]
$$;

create or replace function access.purpose() returns text
    language sql stable parallel restricted security definer set search_path = pg_catalog as $$
    select (access.context())[3]
$$;

create or replace function access.now() returns timestamptz
    language sql stable parallel restricted security definer set search_path = pg_catalog as $$
    select (access.context())[4]::timestamptz
$$;

create or replace function access.play() returns uuid
    language sql stable parallel restricted security definer set search_path = pg_catalog as $$
    select nullif((access.context())[7], '')::uuid
$$;

-- The areas in which whoever acts holds one of these roles now.
create or replace function access.areas_as(variadic roles text[]) returns uuid[]
    language sql stable parallel restricted security definer set search_path = pg_catalog, public as $$
    select coalesce(array_agg(distinct r.area_id), '{}')
    from partnership_memberrole r
    where r.member_id = access.me() and r.role = any (roles) and r.since <= access.now() and access.now() < r.until
$$;

-- The agency for which whoever acts holds this role now; null when they do not hold it.
create or replace function access.agency_as(role text) returns uuid
    language sql stable parallel restricted security definer set search_path = pg_catalog, public as $$
    select m.agency_id from partnership_member m
    where m.id = access.me() and cardinality(access.areas_as(role)) > 0
$$;

-- The areas in which whoever acts is police in the hub.
create or replace function access.areas_as_police() returns uuid[]
    language sql stable parallel restricted security definer set search_path = pg_catalog, public as $$
    select case when exists (
        select from partnership_member m join partnership_agency a on a.id = m.agency_id
        where m.id = access.me() and a.police and not a.virtual
    ) then access.areas_as('researcher', 'police_evaluator') else '{}' end
$$;

-- The teams of which whoever acts is a member now.
create or replace function access.teams() returns uuid[]
    language sql stable parallel restricted security definer set search_path = pg_catalog, public as $$
    select coalesce(array_agg(distinct r.team_id), '{}')
    from partnership_memberrole r
    where r.member_id = access.me() and r.team_id is not null and r.since <= access.now() and access.now() < r.until
$$;

-- All that may hold a standing for whoever acts: their areas, agency, teams and themselves.
create or replace function access.holders() returns uuid[]
    language sql stable parallel restricted security definer set search_path = pg_catalog, public as $$
    select array_agg(h) from (
        select access.me() as h
        union select m.agency_id from partnership_member m where m.id = access.me()
        union select r.area_id from partnership_memberrole r
            where r.member_id = access.me() and r.since <= access.now() and access.now() < r.until
        union select unnest(access.teams())
    ) held where h is not null
$$;

grant execute on function
    access.context(), access.me(), access.seat(), access.purpose(), access.now(), access.play(),
    access.areas_as(text[]), access.agency_as(text), access.areas_as_police(), access.teams(), access.holders()
to mash_door, mash_intake, mash_partner, mash_hub, mash_ops, mash_figures, mash_audit, mash_setup, mash_system, mash_definer;
