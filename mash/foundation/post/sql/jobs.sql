-- Every seat may put a job into the queue, in the transaction of what causes it; none can read or change the queue.
alter function procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])
    security definer set search_path = pg_catalog, public;
revoke execute on function procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[]) from public;
grant execute on function procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])
to mash_door, mash_intake, mash_partner, mash_hub, mash_ops, mash_audit, mash_setup, mash_system;
grant select, insert on procrastinate_jobs to mash_definer;
grant insert on procrastinate_events to mash_definer;
grant usage on all sequences in schema public to mash_definer;
