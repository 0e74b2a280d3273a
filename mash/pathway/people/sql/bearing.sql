-- Who of the register shares a key with somebody who is asked for, and how many, a number counting for several. Every
-- search begins here; each function that asks decides who may, whom its reader may not see, and how many it takes.
--
-- All who share a number, a narrow key, or two of family name, given name and date of birth are here. Where millions are
-- registered a whole name and a date of birth are shared by hundreds, a name's sound with a year by thousands: of those who
-- share nothing else a bounded number is looked at. To fetch and count them all took most of the time of a search.
--
-- A record that was merged into another one is not found: that other one bears its keys. Keys come cast as they are stored:
-- the index is of `keys` as it is, and a cast of it reads the whole register. `known_in`: areas of which one knows them; null
-- where any will do.
create or replace function people.bearing(
        numbers varchar[], narrow varchar[], named varchar[], born varchar[], family varchar[], given varchar[],
        known_in uuid[], widely integer)
    returns table (person uuid, shared integer)
    language sql stable as $$
    select s.id, 5 * (s.keys && numbers)::integer + (
        select count(*)::integer from unnest(s.keys) k
        -- A query of its own, which is worked out once: beside `k` the arrays would be put together for each key anew.
        where k = any ((select numbers || narrow || named || bearing.born || bearing.family || bearing.given)::varchar[]))
    from (
        (select p.id, p.keys from people_person p
        where p.merged_into_id is null and (known_in is null or p.areas && known_in)
          and (p.keys && numbers or p.keys && narrow
            or (p.keys && bearing.family and p.keys && bearing.given)
            or (p.keys && bearing.born and p.keys && (bearing.family || bearing.given))))
        union
        (select p.id, p.keys from people_person p
        where p.merged_into_id is null and (known_in is null or p.areas && known_in) and p.keys && named
        limit 5 * widely)
        union
        (select p.id, p.keys from people_person p
        where p.merged_into_id is null and (known_in is null or p.areas && known_in) and p.keys && bearing.born
        limit widely)
        union
        (select p.id, p.keys from people_person p
        where p.merged_into_id is null and (known_in is null or p.areas && known_in)
          and p.keys && (bearing.family || bearing.given)
        limit widely)
    ) s
$$;
grant execute on function people.bearing(varchar[], varchar[], varchar[], varchar[], varchar[], varchar[], uuid[], integer)
    to mash_definer;

-- Whose names hold all words of one of these sets (`dunne ward`), as far as one of these areas knows them: for a
-- search by hand. Millions share a word and hundreds two common ones, so of each set a bounded number is looked at.
create or replace function people.bearing_words(words text[], known_in uuid[], most integer)
    returns table (person uuid, shared integer)
    language sql stable as $$
    select bears.id, 3 * cardinality(told.keys)
    from unnest(words) asked (several),
    lateral (
        select array(select ('word:' || w)::varchar from regexp_split_to_table(asked.several, ' ') w) as keys
    ) told,
    lateral (
        select p.id from people_person p
        where p.merged_into_id is null and p.areas && known_in and p.keys @> told.keys
        limit most
    ) bears
$$;
grant execute on function people.bearing_words(text[], uuid[], integer) to mash_definer;

-- What finds somebody without any of their homes; the worker writes anew the keys of whoever lacks `keys:`, from the homes
-- that may find them still.
create or replace function people.without_places(keys varchar[]) returns varchar[]
    language sql immutable as $$
    select array(select k from unnest(keys) k where k !~ '^(pc|ad|at|ln|uprn|keys):')
$$;
grant execute on function people.without_places(varchar[]) to mash_definer;
