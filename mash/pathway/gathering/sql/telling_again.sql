-- What an agency was told stays as it was, with two exceptions, both for somebody described later: what gives their
-- protected address away is masked, and they themselves are told of while the answer is still waited for.
create policy definer_tells_again on gathering_request for update to mash_definer using (true);
create or replace function pathway.tell_again(request uuid, what text, content jsonb) returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if not exists (
        select from gathering_request r
        where r.id = tell_again.request and not access.is_walled(r.enquiry_id) and (
            r.area = any (access.areas_as('practice_manager', 'social_worker', 'call_handler'))
            or r.area = any (access.areas_as('researcher')) and exists (
                select from gathering_request own
                where own.enquiry_id = r.enquiry_id and own.agency_id = access.agency_as('researcher')
            )
        )
    ) then
        raise exception 'only the hub tells an agency again' using errcode = 'insufficient_privilege';
    end if;
    update gathering_request r set what = tell_again.what, content = tell_again.content where r.id = tell_again.request;
end $$;
grant execute on function pathway.tell_again(uuid, text, jsonb) to mash_hub;
