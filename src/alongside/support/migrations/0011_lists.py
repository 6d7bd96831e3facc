from django.db import migrations, models


class Migration(migrations.Migration):
    """What the lists look for, found by an index: cases under way, referrals and feedback of which nobody was told,
    reachable moments that ended."""

    dependencies = [("support", "0010_clock_of_matter")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["receiver", "pathway", "due_at", "reference"],
                name="case_under_way",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("told_at__isnull", True)), fields=["holder", "received_at"], name="case_untold"
            ),
        ),
        migrations.AddIndex(
            model_name="reachablemoment",
            index=models.Index(
                condition=models.Q(("state", "ended")), fields=["receiver", "-ended_at", "reference"], name="moment_ended"
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["concern"], name="feedback_unread"
            ),
        ),
    ]
