-- After two records of the register were merged, or a merging was taken back: what is worked out from who somebody is.
create policy definer_moves on enquiries_identification for update to mash_definer using (true);

-- What an identification had taught the record that went into another one (`own` are the names it went by): of that, what
-- the other one learned by the merging. The rest it knew before, and does not lose when somebody turns out not to be the
-- one described.
create or replace function pathway.taught_by_merging(learned jsonb, area uuid, own text[], was jsonb, became jsonb)
    returns jsonb
    language sql immutable as $$
    select case when jsonb_typeof(learned) <> 'object' then learned else learned || jsonb_build_object(
        'values', (select coalesce(jsonb_agg(v), '[]') from jsonb_array_elements_text(learned -> 'values') v
            where became ? v and became ->> v is not null),
        'names', (select coalesce(jsonb_agg(v), '[]') from jsonb_array_elements(
                learned -> 'names' || case when learned -> 'values' ?| array['given', 'family'] then to_jsonb(own) else '[]' end
            ) v
            where became -> 'also_known_as' @> jsonb_build_array(v) and not was -> 'also_known_as' @> jsonb_build_array(v)),
        'keys', (select coalesce(jsonb_agg(v), '[]') from jsonb_array_elements(learned -> 'keys') v
            where became -> 'keys' @> jsonb_build_array(v) and not was -> 'keys' @> jsonb_build_array(v)),
        'area', (learned ->> 'area')::boolean and coalesce(
            became -> 'areas' @> to_jsonb(array[area]) and not was -> 'areas' @> to_jsonb(array[area]), false)) end
$$;
grant execute on function pathway.taught_by_merging(jsonb, uuid, text[], jsonb, jsonb) to mash_definer;

-- Write it all anew, and say on which enquiries somebody described is another record now than before.
create or replace function pathway.after_merging(merging uuid) returns table (enquiry uuid, described uuid)
    language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    this people_merging;
    both_of uuid[];
    moved people_moved;
    found uuid;
begin
    select * into this from people_merging m where m.id = after_merging.merging;
    if this.answer is distinct from 'confirmed' or this.answered_by_id <> access.me() or this.answered_at <> access.now() then
        raise exception 'only what has just been merged, or taken back, is worked out' using errcode = 'insufficient_privilege';
    end if;
    both_of := array[this.kept_id, this.folded_id];
    if this.undoes_id is null then
        select * into moved from people_moved v
        where v.merging_id = this.id and v.place = 'people_person' and v.line = this.kept_id;
        with changed as (
            select i.id, i.learned as was, pathway.taught_by_merging(i.learned, i.area,
                array[concat_ws(' ', nullif(f.given, ''), nullif(f.family, '')),
                    concat_ws(' ', nullif(f.given, ''), nullif(f.middle, ''), nullif(f.family, ''))],
                coalesce(moved.was, '{}'), coalesce(moved.became, '{}')) as became
            from people_moved v join enquiries_identification i on i.id = v.line
            join people_person f on f.id = this.folded_id
            where v.merging_id = this.id and v.place = 'enquiries_identification'
        ), noted as (
            insert into people_moved (id, merging_id, place, line, was, became)
            select gen_random_uuid(), this.id, 'enquiries_identification', c.id, jsonb_build_object('learned', c.was),
                jsonb_build_object('learned', c.became)
            from changed c where c.was is distinct from c.became
        )
        update enquiries_identification i set learned = c.became from changed c
        where c.id = i.id and c.was is distinct from c.became;
    end if;
    if this.undoes_id is not null then
        update people_person p set areas = p.areas || array(
            select distinct d.area from enquiries_describedperson d join people_merging m on m.id = this.undoes_id
            where d.person_id = p.id and d.identified_at >= m.answered_at and not d.area = any (p.areas))
        where p.id = this.kept_id;
    end if;
    for found in select d.enquiry_id from enquiries_describedperson d where d.person_id = any (both_of) group by 1 order by 1 loop
        perform pathway.work_out_walls(found);
    end loop;
    for found in
        select t.id from access_tie t left join enquiries_describedperson d on d.id = t.described
        where t.lifted_at is null and (t.person = any (both_of) or d.person_id = any (both_of)) order by 1
    loop
        perform pathway.work_out_walls_of_tie(found);
    end loop;
    perform pathway.settle_earlier(d.area, both_of, access.now())
    from enquiries_describedperson d where d.person_id = any (both_of) group by d.area;
    return query
        select d.enquiry_id, d.id from people_moved v join enquiries_describedperson d on d.id = v.line
        where v.merging_id = coalesce(this.undoes_id, this.id) and v.place = 'enquiries_describedperson'
          and d.person_id = any (both_of)
        order by 1, 2;
end $$;
grant execute on function pathway.after_merging(uuid) to mash_hub;

-- Of a merging that has just been taken back: what descriptions tell, in whatever area, that were found since to be about
-- the record that stayed, as `people.candidates` would show them; and which were found since to be about somebody else.
drop function if exists pathway.told_while_merged(uuid);
create or replace function pathway.told_while_merged(undoing uuid)
    returns table (
        area uuid, given text, middle text, family text, also_known_as text[], born date, age smallint, due_date date,
        sex text, nhs_number text, upn text, phone text, email text, school text, practice text, address text, postcode text,
        uprn text, received_at timestamptz
    )
    language sql stable security definer set search_path = pg_catalog, public as $$
    select d.area, d.given::text, d.middle::text, d.family::text, d.also_known_as::text[], d.born, d.age, d.due_date,
        d.sex::text, case when d.nhs_number_is_right then d.nhs_number::text else '' end,
        case when d.upn_is_right then d.upn::text else '' end, d.phone::text, d.email::text,
        case when d.address_protected then '' else d.school::text end, case when d.address_protected then '' else d.gp::text end,
        d.address::text, d.postcode::text, d.uprn::text, e.received_at
    from people_merging u join people_merging m on m.id = u.undoes_id
    join enquiries_describedperson d on d.person_id = u.kept_id and d.identified_at >= m.answered_at
    join enquiries_enquiry e on e.id = d.enquiry_id
    where u.id = told_while_merged.undoing and u.answered_by_id = access.me() and u.answered_at = access.now()
      and u.answer = 'confirmed'
    order by d.identified_at
$$;
create or replace function pathway.somebody_else_since(undoing uuid) returns table (described uuid)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select d.id
    from people_merging u join people_moved v on v.merging_id = u.undoes_id and v.place = 'enquiries_describedperson'
    join enquiries_describedperson d on d.id = v.line and d.person_id is distinct from u.folded_id
    where u.id = somebody_else_since.undoing and u.answered_by_id = access.me() and u.answered_at = access.now()
      and u.answer = 'confirmed'
$$;
grant execute on function pathway.told_while_merged(uuid), pathway.somebody_else_since(uuid) to mash_hub;
