-- Enquiries about an address in whatever spelling, or about the property of a number: those of the reader's own areas that a live reason opens to the hub, and
-- no wall shuts; an address that is protected finds for the area's own people only, and they are the only ones who ask.
create index if not exists described_where_they_live
    on enquiries_describedperson using gin (public.place_keys(address, postcode));
create index if not exists protected_where_they_live
    on enquiries_protectedaddress using gin (public.place_keys(address, postcode));

create index if not exists described_in_a_property on enquiries_describedperson (uprn) where uprn <> '';
create index if not exists protected_in_a_property on enquiries_protectedaddress (uprn) where uprn <> '';

drop function if exists pathway.about_a_place(text, text, integer);
create or replace function pathway.about_a_place(address text, postcode text, uprn text, most integer)
    returns table (described uuid, address_told text, postcode_told text, uprn_told text)
    language sql stable security definer set search_path = pg_catalog, public as $$
    with mine as materialized (
        select access.areas_as('practice_manager', 'social_worker', 'call_handler') as areas, access.me() as me,
            people.place_sought(about_a_place.address, about_a_place.postcode) as sought, access.now() as now
    ), told as (
        select d.enquiry_id, d.id, d.address, d.postcode, d.uprn from enquiries_describedperson d
        where (public.place_keys(d.address, d.postcode) && (select mine.sought from mine)
            or d.uprn <> '' and d.uprn = about_a_place.uprn)
          and d.area = any ((select mine.areas from mine)::uuid[])
        union all
        select h.enquiry_id, h.described_id, h.address, h.postcode, h.uprn from enquiries_protectedaddress h
        where (public.place_keys(h.address, h.postcode) && (select mine.sought from mine)
            or h.uprn <> '' and h.uprn = about_a_place.uprn)
          and h.area = any ((select mine.areas from mine)::uuid[])
    )
    select t.id, t.address::text, t.postcode::text, t.uprn::text
    from told t join enquiries_enquiry e on e.id = t.enquiry_id, mine
    where e.area_id = any (mine.areas) and not access.is_walled(e.id) and exists (
        select from access_standing s where s.enquiry = e.id and s.until > mine.now
          and (s.kind = 'hub' and s.holder = e.area_id or s.kind = 'glass' and s.holder = mine.me))
    order by e.received_at desc
    limit most
$$;
grant execute on function pathway.about_a_place(text, text, text, integer) to mash_hub;
