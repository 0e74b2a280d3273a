-- Put on every table by `guards.py`; {table}, {seat} and {column} are filled in. Each is a restrictive policy: a no.
-- signed: a role alone is no wall against injection, so the signed seat must say the same.
create policy signed_{seat} on {table} as restrictive to mash_{seat} using ((select access.seat()) = '{seat}');
-- wall: a tie to anyone described on the enquiry shuts it for that member, whatever else holds.
create policy wall on {table} as restrictive for all to mash_hub, mash_partner, mash_ops, mash_intake, mash_audit
    using (not exists (select from access.walls w where w.enquiry = {table}.{column})) with check (true);
