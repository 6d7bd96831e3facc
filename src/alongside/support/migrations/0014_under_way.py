from django.db import migrations, models

OPEN = models.Q(("ended_at__isnull", True))


class Migration(migrations.Migration):
    """What is under way, found without reading what has ended of all years: handovers, reachable moments, actions of
    panels, and concerns of which the referrer has heard nothing."""

    dependencies = [("support", "0013_panel_amendments")]
    operations = [
        migrations.AddIndex(model, index)
        for model, index in (
            ("concern", models.Index(fields=["holder", "stage", "feedback_due_at"], name="concern_untold")),
            ("handover", models.Index(condition=OPEN, fields=["receiver", "due_at"], name="handover_coming")),
            ("handover", models.Index(condition=OPEN, fields=["holder", "due_at"], name="handover_going")),
            ("handover", models.Index(fields=["receiver", "version"], name="handover_version_in")),
            ("panelaction", models.Index(condition=OPEN, fields=["owner_agency", "due_on"], name="panel_action_to_do")),
            ("reachablemoment", models.Index(condition=OPEN, fields=["receiver", "due_at"], name="moment_received")),
            ("reachablemoment", models.Index(condition=OPEN, fields=["holder", "state"], name="moment_recorded")),
        )
    ]
