import django.db.models.deletion
from django.db import migrations, models

from alongside.audit.guarding import Guarded
from alongside.support.guards import AMENDMENTS


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0012_own_view_of_ties"),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="contribution",
            name="taken_back_because",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="contribution",
            name="taken_back_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name="PanelAmendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.TextField()),
                ("reason", models.CharField(max_length=300)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="support.panelaction",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="support.agendaitem"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        Guarded(AMENDMENTS),
    ]
