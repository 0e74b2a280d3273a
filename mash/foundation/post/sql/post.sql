-- Notices hold no personal data. Whoever causes one may write it; only the worker reads and delivers.
alter table post_notice enable row level security, force row level security;
create policy write on post_notice for insert to mash_hub, mash_system with check (sent_at is null);
create policy invite on post_notice for insert to mash_setup with check (sent_at is null and kind = 'welcome');
create policy deliver on post_notice for select to mash_system using (true);
create policy delivered on post_notice for update to mash_system using (true) with check (true);
