-- Names made comparable as `fold` of the register makes them: small letters, no accents, apostrophes or full stops.
create or replace function pathway.folded(names text) returns text
    language sql immutable parallel safe set search_path = pg_catalog as $$
    select translate(replace(replace(replace(replace(
        regexp_replace(normalize(lower(normalize(names, nfkd)), nfkd), '[\u0300-\u036f''`\u00b4\u02bb\u02bc\u2018\u2019.]', '', 'g'),
        'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th'), 'øłđðħı', 'olddhi')
$$;

-- Whether somebody goes by names that hold each of these words, folded already.
create or replace function pathway.goes_by(words text[], given text, middle text, family text, also text[]) returns boolean
    language sql immutable parallel safe set search_path = pg_catalog as $$
    select bool_and(strpos(pathway.folded(concat_ws(' ', given, middle, family, array_to_string(also, ' '))), word) > 0)
    from unnest(words) word
$$;
grant execute on function pathway.folded(text), pathway.goes_by(text[], text, text, text, text[]) to mash_hub;
