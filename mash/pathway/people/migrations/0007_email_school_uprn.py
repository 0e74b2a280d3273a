from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_merging"),
    ]

    # By hand, so that the database keeps its default: rows of a process that still runs the former code lack them.
    operations = [
        migrations.RunSQL(
            [
                "alter table people_person add column email varchar(254) default '' not null",
                "alter table people_person add column school varchar(160) default '' not null",
                "alter table people_person add column practice varchar(160) default '' not null",
                "alter table people_personaddress add column uprn varchar(12) default '' not null",
            ],
            [
                "alter table people_person drop column email",
                "alter table people_person drop column school",
                "alter table people_person drop column practice",
                "alter table people_personaddress drop column uprn",
            ],
            state_operations=[
                migrations.AddField(
                    model_name="person",
                    name="email",
                    field=models.CharField(blank=True, help_text="In small letters", max_length=254),
                ),
                migrations.AddField(
                    model_name="person", name="school", field=models.CharField(blank=True, max_length=160)
                ),
                migrations.AddField(
                    model_name="person",
                    name="practice",
                    field=models.CharField(blank=True, help_text="GP or GP practice", max_length=160),
                ),
                migrations.AddField(
                    model_name="personaddress",
                    name="uprn",
                    field=models.CharField(blank=True, help_text="The property's number", max_length=12),
                ),
            ],
        ),
    ]
