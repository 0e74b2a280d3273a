-- An adult's cautions go with the adult: whoever has a live reason about a child hears when such an adult lives with the
-- child, whether they joined, or the caution was loaded since. Each once for an enquiry. A caution is its own area's.
call access.read_by('enquiries_adultrisk', array['practice_manager', 'social_worker', 'call_handler']);
create policy definer_writes on enquiries_adultrisk for all to mash_definer using (true) with check (true);

-- Each has seen it for themselves: their own rows, of what they may read. The enquiry is the caution's own: by it the wall
-- stands here too.
create policy own on enquiries_seenrisk for select to mash_hub using (member_id = (select access.me()));
create policy seen on enquiries_seenrisk for insert to mash_hub
    with check (member_id = (select access.me())
        and exists (select from enquiries_adultrisk r where r.id = risk_id and r.enquiry_id = enquiries_seenrisk.enquiry_id));

-- Of these persons, adults and children alike: write what is new of the open enquiries about the children. Of the enquiry
-- that tells who lives there nobody hears but whoever has it: what it tells stands on the page of whoever writes it.
create or replace function pathway.tell_of_risks(persons uuid[], telling uuid) returns integer
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    today constant date := (access.now() at time zone 'Europe/London')::date;
    grown constant date := (today - interval '18 years')::date;
    written integer;
begin
    if access.seat() not in ('hub', 'system') then
        raise exception 'only the hub and its commands work this out' using errcode = 'insufficient_privilege';
    end if;
    insert into enquiries_adultrisk (id, enquiry_id, area, adult_id, caution, child_id, told_at)
    select distinct on (e.id, c.id) gen_random_uuid(), e.id, e.area_id, c.person_id, c.id, d.id, access.now()
    from people_resident theirs
    join people_resident own on own.household_id = theirs.household_id and own.person_id <> theirs.person_id
    join people_caution c on c.person_id = theirs.person_id and c.area = theirs.area
    join people_person adult on adult.id = c.person_id
    join people_person child on child.id = own.person_id
    join enquiries_describedperson d on d.person_id = child.id and d.area = c.area
    join enquiries_enquiry e on e.id = d.enquiry_id and e.state <> 'closed'
    where (theirs.person_id = any (persons) or own.person_id = any (persons))
      and not theirs.taken_back and (theirs.until is null or theirs.until > today)
      and not own.taken_back and (own.until is null or own.until > today)
      and (c.until is null or c.until > today)
      and adult.died is null and child.died is null
      and case when adult.born is not null then adult.born <= grown else adult.due_date is null
          and (adult.born_to is null or adult.born_to <= extract(year from grown)) end
      and (child.born > grown or child.born is null and (child.due_date is not null
          or child.born_from > extract(year from grown) or d.age < 18))
      and not (e.id is not distinct from telling and (e.taken_by_id is null or e.taken_by_id = access.me()))
    order by e.id, c.id, d."order"
    on conflict (enquiry_id, caution) do nothing;
    get diagnostics written = row_count;
    return written;
end $$;
grant execute on function pathway.tell_of_risks(uuid[], uuid) to mash_hub, mash_system;
