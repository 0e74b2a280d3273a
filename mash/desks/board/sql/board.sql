-- One page of the board, of what whoever acts may read: how many wait on each list under a filter, how many there are on the
-- list that is asked for, and the most urgent of them from a place on. Not a security definer: row policies decide here as
-- everywhere, and what is shown is read again by its id. A function, because its plan is kept; and one that looks no closer
-- at each enquiry than its list asks for, because thousands may be open. `stages` says what decides over the decided ones.
--
-- Red first; then what nobody has rated, since it may be red; then amber and green; each by when it is due. What is decided
-- comes after all that waits for a decision. `words` are folded, and all of one subject.
drop function if exists pathway.board(text, text, uuid, text, text[], integer, integer);
create function pathway.board(
    list text, show text, in_area uuid, typed text, words text[], skip integer, most integer
) returns table (counts jsonb, size bigint, page uuid[])
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
begin
    return query
    with undecided_too as materialized (
        select e.id, e.state, e.due_at, e.received_at,
            case
                when e.state = 'decided' then 9 when e.level = 'red' or e.level = '' and e.immediate_danger then 0
                when e.level = '' then 1 when e.level = 'amber' then 2 else 3
            end as rank,
            case when e.state <> 'decided' then pathway.undecided_list(
                e.state,
                exists (select from triage_proposal p where p.enquiry_id = e.id),
                e.state = 'gathering' and exists (
                    select from gathering_request r where r.enquiry_id = e.id and r.state in ('asked', 'holding'))
            ) end as worklist
        from enquiries_enquiry e
        where e.state <> 'closed' and (board.in_area is null or e.area_id = board.in_area)
          and case board.show
                when 'mine' then e.taken_by_id = (select access.me())
                when 'nobodys' then e.taken_by_id is null
                when 'overdue' then e.decided_at is null and e.due_at < (select access.now())
                when 'child-protection' then exists (select from triage_alert a where a.enquiry_id = e.id)
                else true
            end
          and (board.typed = '' or strpos(e.reference, upper(board.typed)) > 0 or board.words <> '{}' and exists (
                select from enquiries_describedperson d
                where d.enquiry_id = e.id and d.is_subject
                  and pathway.goes_by(board.words, d.given, d.middle, d.family, d.also_known_as::text[])))
    ), placed as materialized (
        select u.id, u.state, u.rank, u.due_at, u.received_at, coalesce(u.worklist, s.worklist) as worklist
        from undecided_too u
        left join pathway.stages(array(select d.id from undecided_too d where d.state = 'decided')) s on s.enquiry = u.id
    ), listed as (
        select * from placed p where board.list in ('', p.worklist) or board.list = 'decided' and p.state = 'decided'
    )
    select coalesce((
            select jsonb_object_agg(c.worklist, c.number)
            from (select p.worklist, count(*) as number from placed p group by p.worklist) c), '{}'::jsonb),
        (select count(*) from listed),
        array(
            select l.id from listed l
            order by l.rank, coalesce(l.due_at, l.received_at), l.received_at, l.id
            offset board.skip limit board.most);
end $$;
grant execute on function pathway.board(text, text, uuid, text, text[], integer, integer) to mash_hub;
