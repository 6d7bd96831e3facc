import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from alongside.audit.guarding import Guarded
from alongside.common.tables import CreateTables
from alongside.places.guards import PATROL_DAYS


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_guards"),
        ("places", "0007_outcomes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="placerun",
            name="kind",
            field=models.CharField(
                choices=[
                    ("hot_spots", "Hot spots"),
                    ("comparison", "Two periods compared"),
                    ("near_repeats", "Near repeats"),
                    ("patrol_plan", "Patrol plan"),
                    ("ward_watch", "Ward watch"),
                    ("evaluation", "Evaluation"),
                    ("patrol_days", "Patrol days by lot"),
                ],
                max_length=20,
            ),
        ),
        CreateTables(
            [
                migrations.CreateModel(
                    name="PatrolTrial",
                    fields=[
                        ("id", number()),
                        (
                            "fingerprint",
                            models.CharField(
                                help_text="SHA-256 over all sealed lists, as told on the day it began", max_length=64
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                help_text="Key of the source of dated incidents that are counted", max_length=60
                            ),
                        ),
                        (
                            "kinds",
                            models.JSONField(default=list, help_text="Kinds of the source; empty for all of them"),
                        ),
                        ("definition", models.TextField(help_text="What counts and what does not, in words")),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        (
                            "is_secret",
                            models.BooleanField(
                                help_text="Until it is over, only those who run it see the lists that are open"
                            ),
                        ),
                        (
                            "expected",
                            models.FloatField(help_text="Events expected on the days left alone, by the year before"),
                        ),
                        (
                            "smallest_fall",
                            models.FloatField(
                                blank=True, help_text="Per cent found four times in five; none: no fall", null=True
                            ),
                        ),
                        (
                            "days_needed",
                            models.PositiveIntegerField(blank=True, help_text="To find a fall of a fifth", null=True),
                        ),
                        (
                            "sent_key",
                            models.UUIDField(help_text="A form that was sent twice enters once", unique=True),
                        ),
                        ("agency_code", models.CharField(help_text="The agency that patrols", max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="patrol_trials",
                                to="places.operation",
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="patrol_trial",
                                to="places.placerun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-first_day", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=Q(first_day__lte=F("last_day")), name="patrol_trial_days_in_order"
                            ),
                            models.CheckConstraint(condition=~Q(definition=""), name="patrol_trial_has_definition"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PatrolDone",
                    fields=[
                        ("id", number()),
                        ("day", models.DateField()),
                        ("place", models.PositiveSmallIntegerField(help_text="Its number in the plan, from 0")),
                        ("was_patrolled", models.BooleanField()),
                        ("minutes", models.PositiveIntegerField(default=0)),
                        (
                            "reason",
                            models.TextField(
                                blank=True, help_text="Why it was not as the lot said, or why it is corrected"
                            ),
                        ),
                        ("sent_key", models.UUIDField(unique=True)),
                        ("agency_code", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "trial",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="done",
                                to="places.patroltrial",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["trial", "day", "place", "-id"], name="patrol_done_newest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=Q(was_patrolled=True, minutes__gt=0) | Q(was_patrolled=False, minutes=0),
                                name="patrol_done_has_minutes",
                            ),
                        ],
                    },
                ),
            ]
        ),
        Guarded(PATROL_DAYS),
    ]
