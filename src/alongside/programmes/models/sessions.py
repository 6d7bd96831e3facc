"""The dated lessons of classes, and what was written down of each."""

from django.db import models
from django.db.models import Q

from alongside.programmes.models.classes import SchoolClass
from alongside.programmes.models.programmes import Lesson
from alongside.programmes.states import HowItWent, LessonState, WhyNot


class Session(models.Model):
    """One lesson of one class on one day. A catch-up is a session of its own: a further attempt at the lesson."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="sessions")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="sessions")
    attempt = models.PositiveSmallIntegerField(default=1)
    day = models.DateField()
    state = models.CharField(max_length=15, choices=LessonState.choices, default=LessonState.PLANNED)
    head_count = models.PositiveSmallIntegerField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["day", "lesson__number"]
        constraints = [
            models.UniqueConstraint(fields=["school_class", "lesson", "attempt"], name="session_once"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "not_delivered"], head_count__isnull=True)
                | Q(state__in=["delivered", "part"], head_count__isnull=False, head_count__gt=0),
                name="session_counted_when_held",
            ),
        ]
        indexes = [models.Index(fields=["state", "day"], name="session_by_state")]

    def __str__(self) -> str:
        return f"{self.lesson} on {self.day}"


class SessionStep(models.Model):
    """What was written down or moved. The newest stands; the others stay. Rows are added, never changed."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=15, choices=LessonState.choices)
    day = models.DateField()
    head_count = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.CharField(max_length=20, choices=WhyNot.choices, blank=True)
    how_it_went = models.CharField(max_length=10, choices=HowItWent.choices, blank=True)
    words = models.CharField(max_length=500, blank=True, help_text="The teacher’s own words about the lesson")
    sent_key = models.UUIDField(null=True, blank=True, unique=True, help_text="What was sent twice enters once")
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["session", "-id"], name="session_step_newest")]
