"""Programmes, classes and dated lessons; what was written down of them is added, never changed."""

import django.db.models.deletion
from django.db import migrations, models

from alongside.audit.guarding import Guarded
from alongside.common.tables import CreateTables
from alongside.programmes.guards import DONE


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0002_guards")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True)),
                        ("name", models.CharField(max_length=120, unique=True)),
                        ("about", models.TextField(blank=True)),
                        ("agency_code", models.CharField(max_length=40)),
                        ("made_by", models.CharField(max_length=200)),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammeVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="programmes.programme",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("valid_from", models.DateField()),
                        (
                            "year_groups",
                            models.JSONField(help_text="Year groups for which it is meant; Reception is 0"),
                        ),
                        ("change_note", models.CharField(max_length=400)),
                        ("made_by", models.CharField(max_length=200)),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["programme", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "number"), name="programme_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="programmes.programmeversion",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=120)),
                    ],
                    options={
                        "ordering": ["version", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "number"), name="programme_lesson_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="The year in which the first school year begins"
                            ),
                        ),
                        ("last_year", models.PositiveSmallIntegerField()),
                        ("pupils", models.PositiveIntegerField()),
                        (
                            "counted",
                            models.CharField(
                                choices=[
                                    ("started", "started"),
                                    ("half", "had half of the lessons"),
                                    ("finished", "finished"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(max_length=400)),
                        ("agency_code", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first_year__lte", models.F("last_year"))),
                                name="programme_target_years_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pupils__gt", 0)), name="programme_target_above_none"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Spending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spending",
                                to="programmes.programme",
                            ),
                        ),
                        ("school_year", models.PositiveSmallIntegerField()),
                        ("pence", models.BigIntegerField()),
                        ("what_for", models.CharField(max_length=200)),
                        ("sent_key", models.UUIDField(unique=True)),
                        ("agency_code", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["school_year", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Training",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trainings",
                                to="programmes.programmeversion",
                            ),
                        ),
                        ("school_urn", models.CharField(max_length=10)),
                        ("school_name", models.CharField(max_length=200)),
                        ("held_on", models.DateField()),
                        ("teachers", models.SmallIntegerField()),
                        ("sent_key", models.UUIDField(unique=True)),
                        ("agency_code", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-held_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ClassFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="programmes.programme",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        ("read_as", models.CharField(max_length=200)),
                        ("entered", models.PositiveIntegerField()),
                        ("changed", models.PositiveIntegerField()),
                        ("known", models.PositiveIntegerField()),
                        ("rejected", models.PositiveIntegerField()),
                        ("agency_code", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "sha256"), name="class_file_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClassFileRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="programmes.classfile",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("column", models.CharField(max_length=100)),
                        (
                            "fate",
                            models.CharField(
                                choices=[
                                    ("entered", "Entered"),
                                    ("changed", "Changed"),
                                    ("known", "Known from before"),
                                    ("rejected", "Rejected"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("problem", models.CharField(max_length=400)),
                    ],
                    options={
                        "ordering": ["number", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SchoolClass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="classes",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="classes",
                                to="programmes.programmeversion",
                            ),
                        ),
                        ("school_urn", models.CharField(max_length=10)),
                        ("school_name", models.CharField(max_length=200)),
                        ("ward_code", models.CharField(blank=True, max_length=9)),
                        ("ward_name", models.CharField(blank=True, max_length=200)),
                        (
                            "school_year",
                            models.PositiveSmallIntegerField(help_text="The year in which the school year begins"),
                        ),
                        ("year_group", models.PositiveSmallIntegerField(help_text="Reception is 0")),
                        ("name", models.CharField(max_length=40)),
                        ("name_key", models.CharField(help_text="The name folded, to know it again", max_length=40)),
                        ("size", models.PositiveSmallIntegerField()),
                        (
                            "need",
                            models.CharField(
                                choices=[
                                    ("high", "More free meals than most"),
                                    ("middle", "About as many as most"),
                                    ("low", "Fewer than most"),
                                    ("unknown", "Not known"),
                                ],
                                default="unknown",
                                max_length=10,
                            ),
                        ),
                        ("offered_on", models.DateField(blank=True, null=True)),
                        ("declined_on", models.DateField(blank=True, null=True)),
                        ("weekday", models.PositiveSmallIntegerField(blank=True, help_text="0 is Monday", null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="classes",
                                to="programmes.classfile",
                            ),
                        ),
                        ("changes", models.PositiveIntegerField(default=1)),
                        ("made_by", models.CharField(max_length=200)),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name_plural": "school classes",
                        "ordering": ["school_name", "year_group", "name_key"],
                        "indexes": [
                            models.Index(fields=["school_urn", "school_year"], name="school_class_by_school"),
                            models.Index(fields=["programme", "school_year"], name="school_class_by_year"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "school_urn", "school_year", "name_key"), name="school_class_once"
                            ),
                            models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="school_class_has_pupils"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("declined_on__isnull", True), ("offered_on__isnull", False), _connector="OR"
                                ),
                                name="school_class_offer_first",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClassStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "school_class",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="programmes.schoolclass",
                            ),
                        ),
                        ("what", models.CharField(max_length=400)),
                        ("agency_code", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "school_class",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to="programmes.schoolclass",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="programmes.lesson",
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(default=1)),
                        ("day", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("delivered", "Delivered"),
                                    ("part", "Delivered in part"),
                                    ("not_delivered", "Not delivered"),
                                ],
                                default="planned",
                                max_length=15,
                            ),
                        ),
                        ("head_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("changes", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["day", "lesson__number"],
                        "indexes": [models.Index(fields=["state", "day"], name="session_by_state")],
                        "constraints": [
                            models.UniqueConstraint(fields=("school_class", "lesson", "attempt"), name="session_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("head_count__isnull", True), ("state__in", ["planned", "not_delivered"])),
                                    models.Q(
                                        ("head_count__gt", 0),
                                        ("head_count__isnull", False),
                                        ("state__in", ["delivered", "part"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="session_counted_when_held",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SessionStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="programmes.session",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("delivered", "Delivered"),
                                    ("part", "Delivered in part"),
                                    ("not_delivered", "Not delivered"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("day", models.DateField()),
                        ("head_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Nothing to say"),
                                    ("teacher_away", "The teacher was away"),
                                    ("school_closed", "The school was closed"),
                                    ("other_event", "Something else took the lesson’s place"),
                                    ("time", "There was not enough time"),
                                    ("material", "Material was missing or did not fit"),
                                    ("class_unsettled", "The class could not settle"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "how_it_went",
                            models.CharField(
                                blank=True,
                                choices=[("", "Not said"), ("well", "Well"), ("mixed", "Mixed"), ("badly", "Badly")],
                                max_length=10,
                            ),
                        ),
                        (
                            "words",
                            models.CharField(
                                blank=True, help_text="The teacher’s own words about the lesson", max_length=500
                            ),
                        ),
                        (
                            "sent_key",
                            models.UUIDField(
                                blank=True, help_text="What was sent twice enters once", null=True, unique=True
                            ),
                        ),
                        ("agency_code", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["session", "-id"], name="session_step_newest")],
                    },
                ),
                migrations.CreateModel(
                    name="Instrument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "answered_by",
                            models.CharField(help_text="Such as: the pupil, the teacher, a parent", max_length=80),
                        ),
                        ("lowest", models.SmallIntegerField()),
                        ("highest", models.SmallIntegerField()),
                        ("higher_is_worse", models.BooleanField()),
                        (
                            "reliability_thousandths",
                            models.PositiveSmallIntegerField(help_text="Retest reliability, 720 for 0.72"),
                        ),
                        (
                            "spread_hundredths",
                            models.PositiveIntegerField(help_text="Standard deviation of the reference, 580 for 5.8"),
                        ),
                        ("cutoff", models.SmallIntegerField(blank=True, null=True)),
                        (
                            "source",
                            models.CharField(
                                help_text="Where these numbers stand, and under which licence it is used",
                                max_length=400,
                            ),
                        ),
                        ("agency_code", models.CharField(max_length=40)),
                        ("made_by", models.CharField(max_length=200)),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("lowest__lt", models.F("highest"))),
                                name="instrument_range_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reliability_thousandths__lt", 1000)),
                                name="instrument_never_perfect",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("spread_hundredths__gt", 0)), name="instrument_has_spread"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "school_class",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="programmes.schoolclass",
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="programmes.instrument",
                            ),
                        ),
                        (
                            "moment",
                            models.CharField(
                                choices=[
                                    ("early", "Early: the class still waits for its start"),
                                    ("before", "Before the first lesson"),
                                    ("after", "After the last lesson"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                help_text="A random code that only the school can resolve, such as K7MX2-Q",
                                max_length=7,
                            ),
                        ),
                        ("points", models.SmallIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("school_class", "instrument", "moment", "code"), name="reading_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StartDraw",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draws",
                                to="programmes.programme",
                            ),
                        ),
                        ("school_year", models.PositiveSmallIntegerField()),
                        ("schools", models.PositiveSmallIntegerField()),
                        (
                            "list_hash",
                            models.CharField(help_text="SHA-256 of the schools that were drawn among", max_length=64),
                        ),
                        (
                            "fingerprint",
                            models.CharField(help_text="SHA-256 over the fingerprints of all starts", max_length=64),
                        ),
                        ("agency_code", models.CharField(max_length=40)),
                        ("by", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-school_year"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "school_year"), name="start_draw_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StartWave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "draw",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waves",
                                to="programmes.startdraw",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("starts_on", models.DateField()),
                        ("opens_on", models.DateField()),
                        ("text", models.TextField(help_text="The schools, as the fingerprint is over it")),
                        ("nonce", models.CharField(max_length=64)),
                        ("fingerprint", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["draw", "number"],
                        "constraints": [models.UniqueConstraint(fields=("draw", "number"), name="start_wave_once")],
                    },
                ),
            ]
        ),
        Guarded(DONE),
    ]
