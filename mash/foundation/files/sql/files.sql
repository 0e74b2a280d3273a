-- Files are written by one function, for whoever may write to an enquiry; originals are read by nobody.
create policy definer_keeps on files_original for insert to mash_definer with check (true);
create policy definer_knows on files_original for select to mash_definer using (true);

call access.read_by('files_shown', array['practice_manager', 'social_worker', 'call_handler'], enquiry => 'enquiry');
create policy definer_keeps on files_shown for insert to mash_definer with check (true);

-- Keep a file and its copy: `kept`; `twice` when the enquiry has this very file; `full` when it has too many.
create or replace function intake.keep_file(
    id uuid, enquiry uuid, area uuid, content bytea, shown bytea, media_type text, small bytea
) returns text
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    most constant integer := 100;
begin
    if not exists (
        select from access_standing s
        where s.enquiry = keep_file.enquiry and s.kind = 'hub' and s.holder = keep_file.area and s.until > access.now()
    ) then
        raise exception 'no such enquiry takes files' using errcode = 'insufficient_privilege';
    end if;
    if (select count(*) from files_original o where o.enquiry = keep_file.enquiry) >= most then
        return 'full';
    end if;
    insert into files_original (id, enquiry, area, content, digest, kept_at)
        values (keep_file.id, keep_file.enquiry, keep_file.area, keep_file.content, sha256(keep_file.content), access.now())
        on conflict do nothing;
    if not found then
        return 'twice';
    end if;
    insert into files_shown (id, enquiry, area, media_type, content, digest, small)
        values (keep_file.id, keep_file.enquiry, keep_file.area, keep_file.media_type, keep_file.shown,
            sha256(keep_file.shown), keep_file.small);
    return 'kept';
end $$;
grant execute on function intake.keep_file(uuid, uuid, uuid, bytea, bytea, text, bytea) to mash_intake, mash_hub;
