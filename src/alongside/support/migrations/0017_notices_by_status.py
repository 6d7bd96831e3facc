from django.db import migrations, models


class Migration(migrations.Migration):
    """An index alone: a force's notices that wait are found among those of all years."""

    dependencies = [("support", "0016_withdrawn_invitations")]
    operations = [
        migrations.AddIndex(
            model_name="schoolnotice",
            index=models.Index(fields=["holder", "status", "received_at"], name="notice_of_holder_by_status"),
        ),
    ]
