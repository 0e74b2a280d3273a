"""Finds the requests that are waited for, a few among very many, without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gathering", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                fields=["enquiry"], name="open_requests", condition=models.Q(state__in=["asked", "holding"])
            ),
        ),
    ]
