from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_stays_with_gaps"),
    ]

    operations = [
        # Those that were told apart before there was a row for it have one as well; what was known then was not kept.
        # The owner is no superuser: of a table that forces its policies on the owner it copies nothing, and is not told.
        # Not in the migration that makes the table: foreign keys are made at its end, and are checked by a query that
        # would see nothing of the tables they lead to.
        migrations.RunSQL(
            [
                "alter table people_doubt no force row level security",
                "alter table people_toldapart no force row level security",
                """
                insert into people_toldapart (id, doubt_id, told_by_id, told_at, reason, known, changed)
                select gen_random_uuid(), d.id, d.found_out_by_id, d.found_out_at, d.reason, '{}', '{}'
                from people_doubt d
                where d.finding = 'apart' and d.reason <> ''
                  and not exists (select from people_toldapart t where t.doubt_id = d.id)
                """,
                "set constraints all immediate",  # no table is altered while a key of it waits to be checked
                "alter table people_doubt force row level security",
                "alter table people_toldapart force row level security",
                "set constraints all deferred",
            ],
            migrations.RunSQL.noop,
        ),
    ]
