from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("post", "0006_moved"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("request", "A request waits for your answer"),
                    ("reminder", "A request still waits for your answer"),
                    ("escalation", "A request to your agency is late"),
                    ("late_answer", "An agency is far behind with an answer"),
                    ("permission", "The hub asks to pass on something of yours"),
                    ("handover", "A handover waits for your team"),
                    ("handover_late", "A handover has not been acknowledged"),
                    ("glass", "Glass was broken"),
                    ("disagreement", "Somebody disagrees with a decision"),
                    ("disagreement_yours", "A disagreement is yours to see to"),
                    ("disagreement_late", "A disagreement has not been settled in time"),
                    ("disagreement_over", "Your disagreement has been settled"),
                    ("moved", "Somebody has moved to your area"),
                    ("not_moved", "A move to your area was told by mistake"),
                    ("welcome", "Your account at the safeguarding hub"),
                ],
                max_length=20,
            ),
        ),
    ]
