-- Whether a wall is why whoever acts does not find something that belongs to an enquiry: for the ledger, never for the page.
create or replace function pathway.walled_from_part(kind text, part uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public as $$
    select access.is_walled(case kind
        when 'gathering_request' then (select r.enquiry_id from gathering_request r where r.id = part)
        when 'intelligence_item' then (select i.enquiry_id from intelligence_item i where i.id = part)
        when 'disagreements_disagreement' then (
            select d.enquiry_id from disagreements_disagreement d where d.id = part)
        when 'triage_alert' then (select a.enquiry_id from triage_alert a where a.id = part)
    end)
$$;
grant execute on function pathway.walled_from_part(text, uuid)
to mash_hub, mash_partner, mash_ops, mash_intake, mash_audit, mash_figures, mash_setup, mash_system;
