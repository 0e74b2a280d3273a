-- Drafts open one at a time: to the browser that holds the key, to whoever has reference and code, and to the member
-- whose it is. A draft whose time is over is as good as gone.
create policy begun on enquiries_draft for insert to mash_intake, mash_hub
    with check (owner is not distinct from (select access.me()) and enquiry is null);
create policy definer_opens on enquiries_draft for all to mash_definer using (true) with check (true);

create or replace function intake.draft(opener text, key uuid) returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select jsonb_build_object(
        'id', d.id, 'door', d.door, 'area', d.area, 'told', d.told, 'version', d.version, 'owner', d.owner,
        'reference', d.reference, 'begun_at', d.begun_at, 'saved_at', d.saved_at, 'until', d.until,
        'enquiry', d.enquiry)
    from enquiries_draft d
    where access.now() < d.until and (
        draft.opener <> '' and draft.opener in (d.by_key, d.by_code)
        or d.id = draft.key and d.owner = access.me())
    limit 1
$$;

create or replace function intake.drafts_of_mine() returns jsonb
    language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', d.id, 'door', d.door, 'area', d.area, 'told', d.told, 'version', d.version, 'owner', d.owner,
        'reference', d.reference, 'begun_at', d.begun_at, 'saved_at', d.saved_at, 'until', d.until,
        'enquiry', d.enquiry) order by d.saved_at desc), '[]'::jsonb)
    from enquiries_draft d
    where d.owner = access.me() and d.enquiry is null and access.now() < d.until
$$;

-- Keep what was told: when nobody has saved it since `seen`. Gives the new version; null when somebody has, or when it
-- does not open so.
create or replace function intake.keep_draft(
    opener text, key uuid, seen integer, told jsonb, area text, until timestamptz, enquiry uuid
) returns integer
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    kept integer;
begin
    update enquiries_draft d
    set told = keep_draft.told, area = keep_draft.area, version = d.version + 1, saved_at = access.now(),
        until = keep_draft.until, enquiry = keep_draft.enquiry
    where d.id = keep_draft.key and d.version = keep_draft.seen and d.enquiry is null and access.now() < d.until and (
        keep_draft.opener <> '' and keep_draft.opener in (d.by_key, d.by_code) or d.owner = access.me())
    returning d.version into kept;
    return kept;
end $$;

-- A new code, for a colleague: the old one opens it no more.
create or replace function intake.recode_draft(opener text, key uuid, by_code text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    update enquiries_draft d set by_code = recode_draft.by_code
    where d.id = recode_draft.key and d.enquiry is null and access.now() < d.until and (
        recode_draft.opener <> '' and recode_draft.opener in (d.by_key, d.by_code) or d.owner = access.me());
    return found;
end $$;

create or replace function intake.throw_draft_away(opener text, key uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    delete from enquiries_draft d
    where d.id = throw_draft_away.key and (
        throw_draft_away.opener <> '' and throw_draft_away.opener in (d.by_key, d.by_code) or d.owner = access.me());
    return found;
end $$;

-- The clock throws away what nobody came back to, and what was sent.
create or replace function intake.throw_old_drafts_away() returns integer
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    gone integer;
begin
    if access.seat() <> 'system' then
        raise exception 'only the hub''s own clock throws drafts away' using errcode = 'insufficient_privilege';
    end if;
    delete from enquiries_draft d where d.until <= access.now() or d.enquiry is not null and d.saved_at < access.now() - interval '1 day';
    get diagnostics gone = row_count;
    return gone;
end $$;

grant execute on function
    intake.draft(text, uuid), intake.drafts_of_mine(), intake.recode_draft(text, uuid, text),
    intake.keep_draft(text, uuid, integer, jsonb, text, timestamptz, uuid), intake.throw_draft_away(text, uuid)
to mash_intake, mash_hub;
grant execute on function intake.throw_old_drafts_away() to mash_system;
