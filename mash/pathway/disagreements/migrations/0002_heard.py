from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disagreements", "0001_initial"),
    ]

    # By hand, so that the database keeps its default: rows of a process that still runs the former code lack the column.
    operations = [
        migrations.RunSQL(
            "alter table disagreements_disagreement add column heard varchar(250) default '' not null",
            "alter table disagreements_disagreement drop column heard",
            state_operations=[
                migrations.AddField(
                    model_name="disagreement",
                    name="heard",
                    field=models.CharField(
                        blank=True,
                        help_text="Who said it to the hub, how, and how they were known; empty where they wrote it themselves",
                        max_length=250,
                    ),
                ),
                migrations.AlterField(
                    model_name="disagreement",
                    name="why",
                    field=models.TextField(
                        help_text="In the words of whoever disagrees; where it was heard, in the hub's own"
                    ),
                ),
            ],
        ),
    ]
