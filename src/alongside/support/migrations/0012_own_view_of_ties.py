import django.db.models.deletion
from django.db import migrations, models

from alongside.audit.guarding import Guarded
from alongside.support.guards import SAID


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0011_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="ownviewrule",
            name="ties",
            field=models.JSONField(
                default=list, help_text="Of what is said about ties to a group: what the child may read"
            ),
        ),
        # SQLite makes the table anew for a column, and loses what guarded it.
        Guarded(SAID),
        migrations.AddField(
            model_name="tiechallenge",
            name="view",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="challenges",
                to="support.ownview",
            ),
        ),
    ]
