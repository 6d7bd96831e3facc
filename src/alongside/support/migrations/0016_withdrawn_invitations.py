import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0001_initial"),
        ("support", "0015_challenges_of_ties"),
    ]

    operations = [
        migrations.AddField(
            model_name="panelamendment",
            name="uninvited",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uninvitations",
                to="partners.agency",
            ),
        ),
    ]
