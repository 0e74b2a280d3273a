from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="identification",
            name="learned",
            field=models.JSONField(
                help_text="What the register learned by it, so that it can be taken back", null=True
            ),
        ),
    ]
