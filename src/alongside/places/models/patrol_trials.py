"""Patrol days by lot: what an operation set out to find with a sealed plan, and what was done on each day. No person."""

from django.db import models
from django.db.models import F, Q

from alongside.places.models.operations import Operation
from alongside.places.models.runs import PlaceRun


class PatrolTrial(models.Model):
    """A plan by lot that an operation carries out and will judge: all of it fixed before the first day."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="patrol_trials")
    plan = models.OneToOneField(PlaceRun, on_delete=models.PROTECT, related_name="patrol_trial")
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 over all sealed lists, as told on the day it began"
    )
    source = models.CharField(max_length=60, help_text="Key of the source of dated incidents that are counted")
    kinds = models.JSONField(default=list, help_text="Kinds of the source; empty for all of them")
    definition = models.TextField(help_text="What counts and what does not, in words")
    first_day = models.DateField()
    last_day = models.DateField()
    is_secret = models.BooleanField(help_text="Until it is over, only those who run it see the lists that are open")
    expected = models.FloatField(help_text="Events expected on the days left alone, by the year before")
    smallest_fall = models.FloatField(
        null=True, blank=True, help_text="Per cent found four times in five; none: no fall"
    )
    days_needed = models.PositiveIntegerField(null=True, blank=True, help_text="To find a fall of a fifth")
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")
    agency_code = models.CharField(max_length=40, help_text="The agency that patrols")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="patrol_trial_days_in_order"),
            models.CheckConstraint(condition=~Q(definition=""), name="patrol_trial_has_definition"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%d %B %Y} to {self.last_day:%d %B %Y}"


class PatrolDone(models.Model):
    """What was done at a place on a day of the lot. The newest row stands; one after the first says why."""

    trial = models.ForeignKey(PatrolTrial, on_delete=models.PROTECT, related_name="done")
    day = models.DateField()
    place = models.PositiveSmallIntegerField(help_text="Its number in the plan, from 0")
    was_patrolled = models.BooleanField()
    minutes = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, help_text="Why it was not as the lot said, or why it is corrected")
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(was_patrolled=True, minutes__gt=0) | Q(was_patrolled=False, minutes=0),
                name="patrol_done_has_minutes",
            ),
        ]
        indexes = [models.Index(fields=["trial", "day", "place", "-id"], name="patrol_done_newest")]

    def __str__(self) -> str:
        return f"place {self.place} on {self.day}"
