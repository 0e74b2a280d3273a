-- A form's token and where its submission led: whoever has the token may ask, and it cannot be guessed.
create or replace function access.led_to(token text) returns text
    language sql stable security definer set search_path = pg_catalog, public as $$
    select o.led_to from access_once o where o.token = led_to.token
$$;
create or replace function access.leads_to(token text, url text) returns void
    language sql security definer set search_path = pg_catalog, public as $$
    insert into access_once (token, led_to, at) values (leads_to.token, leads_to.url, clock_timestamp())
$$;
grant execute on function access.led_to(text), access.leads_to(text, text)
to mash_intake, mash_partner, mash_hub, mash_ops, mash_figures, mash_audit, mash_setup;
