import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnership", "0007_police"),
        ("people", "0009_told_apart"),
    ]

    operations = [
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("area", models.BooleanField(help_text="Whether the hub there could not read the person before")),
                (
                    "homes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, help_text="The addresses that it told", size=None
                    ),
                ),
                ("stays", models.JSONField(help_text="Each stay that it began or ended: its row before and after")),
                (
                    "relocation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carried", to="people.relocation"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "carried",
            },
        ),
        migrations.AddField(
            model_name="relocation",
            name="taken_back_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="relocation",
            name="taken_back_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.member"
            ),
        ),
        # By hand, so that the database keeps its default: rows of a process that still runs the former code lack it.
        migrations.RunSQL(
            "alter table people_relocation add column taken_back_why text default '' not null",
            "alter table people_relocation drop column taken_back_why",
            state_operations=[
                migrations.AddField(
                    model_name="relocation",
                    name="taken_back_why",
                    field=models.TextField(
                        blank=True, help_text="Why it was a mistake; the hub that was told reads it too"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="relocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at", None), ("taken_back_by", None), ("taken_back_why", "")),
                    models.Q(
                        ("taken_back_at__isnull", False),
                        ("taken_back_by__isnull", False),
                        models.Q(("taken_back_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_move_is_taken_back_by_somebody_who_says_why",
            ),
        ),
    ]
