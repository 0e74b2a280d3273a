-- How many events no checkpoint covers yet, and since when the oldest waits: of the transactions that the last one had to
-- leave out.
drop function if exists ledger.waiting();
create function ledger.waiting() returns table (events bigint, since timestamptz)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select count(*), min(e.written_at) from ledger_event e
    where access.seat() = 'audit'
      and e.transaction >= coalesce((select c.horizon from ledger_checkpoint c order by c.size desc limit 1), 0)
      and not exists (select from ledger_leaf l where l.event = e.id)
$$;
grant execute on function ledger.waiting() to mash_audit;
