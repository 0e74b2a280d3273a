from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_agencies_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="died",
            field=models.DateField(help_text="The day on which they died; none of the living", null=True),
        ),
    ]
