-- An enquiry moves along the pathway and never back, whoever writes and however: `moves.py` says the same.
create or replace function pathway.enquiry_moves() returns trigger
    language plpgsql set search_path = pg_catalog as $$
begin
    if (old.state, new.state) not in (
        ('received', 'gathering'), ('received', 'decided'), ('gathering', 'decided'), ('decided', 'closed'),
        ('received', 'closed')  -- sent back to the area that offered it
    ) then
        raise exception 'An enquiry never goes from % to %', old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create or replace trigger moves_along before update of state on enquiries_enquiry
    for each row when (old.state is distinct from new.state) execute function pathway.enquiry_moves();
