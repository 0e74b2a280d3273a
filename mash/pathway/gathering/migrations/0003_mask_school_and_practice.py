from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("gathering", "0002_open_requests"),
        ("enquiries", "0018_hide_school_and_practice"),
    ]

    operations = [
        # What agencies were asked before school and GP practice were hidden with a protected address. What was told stays
        # hidden when this is taken back. Row policies of a hub that is there already would hide every row from the owner.
        migrations.RunSQL(
            [
                "alter table enquiries_describedperson no force row level security",
                "alter table gathering_request no force row level security",
                """
                with masked as (
                    select r.id, jsonb_agg(
                        case when d.id is null then told.person else told.person || jsonb_build_object('facts', (
                            select coalesce(jsonb_agg(
                                case when fact ->> 0 in ('School', 'GP') then jsonb_build_array(fact ->> 0, 'Protected')
                                else fact end order by place), '[]'::jsonb)
                            from jsonb_array_elements(told.person -> 'facts') with ordinality as f (fact, place)
                        )) end order by told.place) as people
                    from gathering_request r
                    cross join jsonb_array_elements(r.content -> 'people') with ordinality as told (person, place)
                    left join enquiries_describedperson d
                        on d.enquiry_id = r.enquiry_id and d.id::text = told.person ->> 'id' and d.address_protected
                    group by r.id having bool_or(d.id is not null)
                )
                update gathering_request r set content = jsonb_set(r.content, '{people}', m.people)
                from masked m where m.id = r.id and m.people is distinct from r.content -> 'people'
                """,
                "alter table gathering_request force row level security",
                "alter table enquiries_describedperson force row level security",
            ],
            migrations.RunSQL.noop,
        ),
    ]
