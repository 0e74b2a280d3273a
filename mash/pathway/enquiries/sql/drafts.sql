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
        'enquiry', d.enquiry, 'files', intake.files_of_draft(d.id))
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
        'enquiry', d.enquiry, 'files', intake.files_of_draft(d.id)) order by d.saved_at desc), '[]'::jsonb)
    from enquiries_draft d
    where d.owner = access.me() and d.enquiry is null and access.now() < d.until
$$;

-- Whether a page's own choice of an id is still nobody's: a call of which nothing was ever kept.
create or replace function intake.is_nobodys_draft(key uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select not exists (select from enquiries_draft d where d.id = is_nobodys_draft.key)
$$;

-- Keep what was told: when nobody has saved it since `seen`. Gives the new version, and whether the ledger is to hear of
-- it; nothing when somebody has saved it, or when it does not open so. A call saves itself every few seconds: the ledger
-- hears of each draft once a minute, and at once when somebody else saves it.
drop function if exists intake.keep_draft(text, uuid, integer, jsonb, text, timestamptz, uuid);
create function intake.keep_draft(
    opener text, key uuid, seen integer, told jsonb, area text, until timestamptz, enquiry uuid,
    out version integer, out noted boolean
)
    language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
    update enquiries_draft d
    set told = keep_draft.told, area = keep_draft.area, version = d.version + 1, saved_at = access.now(),
        until = keep_draft.until, enquiry = keep_draft.enquiry,
        noted_at = case when n.due then access.now() else d.noted_at end,
        noted_by = case when n.due then access.me() else d.noted_by end
    from (
        select o.id, o.noted_at is null or o.noted_at <= access.now() - interval '1 minute'
            or o.noted_by is distinct from access.me() as due
        from enquiries_draft o where o.id = keep_draft.key
    ) n
    where d.id = n.id and d.version = keep_draft.seen and d.enquiry is null and access.now() < d.until and (
        keep_draft.opener <> '' and keep_draft.opener in (d.by_key, d.by_code) or d.owner = access.me())
    returning d.version, n.due into keep_draft.version, keep_draft.noted;
end $$;

-- Give a draft to a colleague: from then on it is theirs, and no code that was given before opens it.
create or replace function intake.give_draft(key uuid, recipient uuid, by_code text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    update enquiries_draft d set owner = give_draft.recipient, by_code = give_draft.by_code, version = d.version + 1
    where d.id = give_draft.key and d.enquiry is null and access.now() < d.until and d.owner = access.me();
    return found;
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
grant execute on function intake.give_draft(uuid, uuid, text), intake.is_nobodys_draft(uuid) to mash_hub;
grant execute on function intake.throw_old_drafts_away() to mash_system;
