import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0018_hide_school_and_practice"),
        ("partnership", "0007_police"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeenRisk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seen_at", models.DateTimeField()),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enquiries.enquiry"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.member"
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seen", to="enquiries.adultrisk"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("risk", "member"), name="a_risk_is_seen_once_by_each")],
            },
        ),
    ]
