from django.db import migrations

# Row policies of a hub that is there already would hide every row from the owner of its tables.
OPENED = [
    "alter table people_person no force row level security",
    "alter table enquiries_describedperson no force row level security",
]
SHUT = [
    "alter table enquiries_describedperson force row level security",
    "alter table people_person force row level security",
]


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0019_seen_risks"),
        ("people", "0012_told_apart_before"),
    ]

    operations = [
        # The register keeps neither of anybody whose address is protected, also where nobody has told which address it is.
        migrations.RunSQL(
            [
                *OPENED,
                """
                update people_person p set school = '', practice = ''
                where (p.school <> '' or p.practice <> '') and exists (
                    select from enquiries_describedperson d where d.person_id = p.id and d.address_protected)
                """,
                *SHUT,
            ],
            migrations.RunSQL.noop,
        ),
    ]
