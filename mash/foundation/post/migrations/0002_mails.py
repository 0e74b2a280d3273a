from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("post", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="mails",
            field=models.JSONField(
                help_text="By member, the number of the next attempt, 0 when handed over; null until they are settled",
                null=True,
            ),
        ),
    ]
