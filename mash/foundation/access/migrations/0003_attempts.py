import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["key", "at"], name="attempts_at_a_place")],
            },
        ),
    ]
