from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0016_email_uprn"),
    ]

    # By hand, so that the database keeps its default: rows of a process that still runs the former code lack them.
    # Django must not know of it, or it would ask inserts for what they made (RETURNING), which intake may not.
    operations = [
        migrations.RunSQL(
            [
                "alter table enquiries_protectedaddress add column school varchar(160) default '' not null",
                "alter table enquiries_protectedaddress add column gp varchar(160) default '' not null",
            ],
            [
                "alter table enquiries_protectedaddress drop column school",
                "alter table enquiries_protectedaddress drop column gp",
            ],
            state_operations=[
                migrations.AddField(
                    model_name="protectedaddress", name=name, field=models.CharField(blank=True, max_length=160)
                )
                for name in ("school", "gp")
            ]
            + [
                migrations.AlterField(
                    model_name="describedperson",
                    name=name,
                    field=models.CharField(blank=True, help_text="Empty when the address is protected", max_length=160),
                )
                for name in ("school", "gp")
            ],
        ),
    ]
