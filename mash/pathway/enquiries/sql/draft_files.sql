-- Files wait with their draft for it to be sent. They open to nobody: whoever opens the draft learns of what kind and how
-- large each is, and what they are goes to the enquiry without being read. They go with the draft when it is thrown away.
create policy definer_keeps on enquiries_draftfile for all to mash_definer using (true) with check (true);

create or replace function intake.files_of_draft(draft uuid) returns jsonb
    language sql stable set search_path = pg_catalog, public as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', f.id, 'group', f.known->'group', 'size', f.known->'size') order by f."order"), '[]'::jsonb)
    from enquiries_draftfile f where f.draft_id = files_of_draft.draft
$$;
grant execute on function intake.files_of_draft(uuid) to mash_definer;

-- Keep a file with a draft: `kept`; `twice` when the draft has this very file; `full` or `much` when it has too many or
-- too large ones; nothing when it does not open so. What is changed first holds the draft, so that of two who press at
-- once the second counts what the first one kept, and nobody sends the draft meanwhile.
create or replace function intake.keep_draft_file(
    opener text, key uuid, until timestamptz, id uuid, content bytea, shown bytea, media_type text, small bytea, known jsonb
) returns text
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    most constant integer := 10;
    most_bytes constant bigint := 100 * 1024 * 1024;
    here record;
begin
    update enquiries_draft d set saved_at = access.now(), until = keep_draft_file.until
    where d.id = keep_draft_file.key and d.enquiry is null and access.now() < d.until and (
        keep_draft_file.opener <> '' and keep_draft_file.opener in (d.by_key, d.by_code) or d.owner = access.me());
    if not found then
        return null;
    end if;
    select count(*) as files, coalesce(sum(octet_length(f.content)), 0) as bytes, coalesce(max(f."order"), 0) as last,
        coalesce(bool_or(f.digest = sha256(keep_draft_file.content)), false) as twice
    into here from enquiries_draftfile f where f.draft_id = keep_draft_file.key;
    if here.twice then
        return 'twice';
    elsif here.files >= most then
        return 'full';
    elsif here.bytes + octet_length(keep_draft_file.content) > most_bytes then
        return 'much';
    end if;
    insert into enquiries_draftfile (id, draft_id, content, digest, shown, media_type, small, known, "order")
        values (keep_draft_file.id, keep_draft_file.key, keep_draft_file.content, sha256(keep_draft_file.content),
            keep_draft_file.shown, keep_draft_file.media_type, keep_draft_file.small, keep_draft_file.known, here.last + 1);
    return 'kept';
end $$;

-- Take a file out of a draft that is not sent; false when it is not in it, or the draft does not open so.
create or replace function intake.remove_draft_file(opener text, key uuid, id uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    delete from enquiries_draftfile f using enquiries_draft d
    where f.id = remove_draft_file.id and f.draft_id = remove_draft_file.key and d.id = f.draft_id
      and d.enquiry is null and access.now() < d.until and (
        remove_draft_file.opener <> '' and remove_draft_file.opener in (d.by_key, d.by_code) or d.owner = access.me());
    return found;
end $$;

-- Move the files of a draft that has just become an enquiry there. Gives what is known of each, to be written down.
create or replace function intake.send_draft_files(opener text, key uuid) returns jsonb
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    file record;
    sent jsonb := '[]'::jsonb;
begin
    for file in
        select f.*, e.id as enquiry, e.area_id as area
        from enquiries_draftfile f join enquiries_draft d on d.id = f.draft_id join enquiries_enquiry e on e.id = d.enquiry
        where d.id = send_draft_files.key and (
            send_draft_files.opener <> '' and send_draft_files.opener in (d.by_key, d.by_code) or d.owner = access.me())
        order by f."order"
    loop
        if intake.keep_file(file.id, file.enquiry, file.area, file.content, file.shown, file.media_type, file.small) = 'kept' then
            sent := sent || jsonb_build_object('id', file.id, 'area', file.area, 'order', file."order", 'known', file.known);
        end if;
        delete from enquiries_draftfile f where f.id = file.id;
    end loop;
    return sent;
end $$;

grant execute on function
    intake.keep_draft_file(text, uuid, timestamptz, uuid, bytea, bytea, text, bytea, jsonb),
    intake.remove_draft_file(text, uuid, uuid), intake.send_draft_files(text, uuid)
to mash_intake, mash_hub;
