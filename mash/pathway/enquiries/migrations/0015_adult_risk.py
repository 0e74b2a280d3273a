import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0014_reasons_of_disagreements"),
        ("people", "0004_died"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdultRisk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("area", models.UUIDField()),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("caution", models.UUIDField()),
                ("told_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("seen_by", models.UUIDField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enquiries.describedperson"
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adult_risks", to="enquiries.enquiry"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("enquiry", "caution"), name="a_risk_is_told_once")],
                "indexes": [models.Index(condition=models.Q(("seen_at", None)), fields=["area"], name="risks_to_see")],
            },
        ),
    ]
