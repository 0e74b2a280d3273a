from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0015_adult_risk"),
    ]

    # By hand, so that the database keeps its default: rows of a process that still runs the former code lack them.
    # Django must not know of it, or it would ask inserts for what they made (RETURNING), which intake may not.
    operations = [
        migrations.RunSQL(
            [
                "alter table enquiries_describedperson add column email varchar(254) default '' not null",
                "alter table enquiries_describedperson add column uprn varchar(20) default '' not null",
                "alter table enquiries_protectedaddress add column uprn varchar(20) default '' not null",
            ],
            [
                "alter table enquiries_describedperson drop column email",
                "alter table enquiries_describedperson drop column uprn",
                "alter table enquiries_protectedaddress drop column uprn",
            ],
            state_operations=[
                migrations.AddField(
                    model_name=model,
                    name=name,
                    field=models.CharField(blank=True, help_text="As supplied", max_length=most),
                )
                for model, name, most in (
                    ("describedperson", "email", 254),
                    ("describedperson", "uprn", 20),
                    ("protectedaddress", "uprn", 20),
                )
            ],
        ),
    ]
