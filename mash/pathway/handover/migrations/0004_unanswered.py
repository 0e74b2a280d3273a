"""Finds the handovers that a team has not answered, a few among very many, without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0003_sent_elsewhere")]

    operations = [
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                fields=["team", "due_at"], name="unanswered", condition=models.Q(state__in=["sent", "opened"])
            ),
        ),
    ]
