"""The agency that was known as police by its short name is marked as police."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partnership", "0006_setting_up")]

    operations = [
        migrations.RunSQL(
            "update partnership_agency set police = true where slug = 'police'", migrations.RunSQL.noop, elidable=True
        )
    ]
