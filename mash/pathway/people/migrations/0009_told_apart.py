import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnership", "0007_police"),
        ("people", "0008_relocations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToldApart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("told_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("known", models.JSONField(default=dict)),
                (
                    "changed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        help_text="What had changed when the two were listed again",
                        size=None,
                    ),
                ),
                (
                    "doubt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told_apart", to="people.doubt"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.member"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "told apart",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="told_apart_says_why"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="doubt",
            name="again_at",
            field=models.DateTimeField(
                help_text="Since when two that were told apart are listed again, because what is known has changed",
                null=True,
            ),
        ),
        migrations.RemoveIndex(model_name="doubt", name="doubts_to_settle"),
        migrations.AddIndex(
            model_name="doubt",
            index=models.Index(
                condition=models.Q(("finding", ""), ("again_at__isnull", False), _connector="OR"),
                fields=["-p"],
                name="doubts_to_settle",
            ),
        ),
        migrations.AddIndex(
            model_name="merging",
            index=models.Index(
                condition=models.Q(("answer", "confirmed"), ("undoes", None)),
                fields=["-answered_at", "id"],
                name="mergings_made",
            ),
        ),
    ]
