from django.db import migrations

# Row policies of a hub that is there already would hide every row from the owner of its tables.
OPENED = [
    "alter table enquiries_describedperson no force row level security",
    "alter table enquiries_protectedaddress no force row level security",
]
SHUT = [
    "alter table enquiries_protectedaddress force row level security",
    "alter table enquiries_describedperson force row level security",
]


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0017_protected_school_and_practice"),
    ]

    operations = [
        # Of those whose address is protected already, school and GP practice stand where the address stands.
        migrations.RunSQL(
            [
                *OPENED,
                """
                update enquiries_protectedaddress h set school = d.school, gp = d.gp
                from enquiries_describedperson d
                where d.id = h.described_id and d.address_protected and (d.school <> '' or d.gp <> '')
                """,
                """
                update enquiries_describedperson d set school = '', gp = ''
                where d.address_protected and (d.school <> '' or d.gp <> '')
                  and exists (select from enquiries_protectedaddress h where h.described_id = d.id)
                """,
                *SHUT,
            ],
            [
                *OPENED,
                """
                update enquiries_describedperson d set school = h.school, gp = h.gp
                from enquiries_protectedaddress h
                where h.described_id = d.id and (h.school <> '' or h.gp <> '')
                """,
                *SHUT,
            ],
        ),
    ]
