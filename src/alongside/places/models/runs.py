"""Analyses that were asked for: what went in, how far it is, what came out. Stored, so that a page is quick."""

from django.db import models
from django.db.models import Q

from alongside.places.states import UNDER_WAY, RunKind, RunState


class PlaceRun(models.Model):
    """One analysis. The same question on the same data is one run: `question` holds it to that."""

    kind = models.CharField(max_length=20, choices=RunKind.choices)
    title = models.CharField(max_length=300)
    settings = models.JSONField(help_text="All of them, defaults included")
    question = models.CharField(max_length=64, help_text="SHA-256 of kind, settings and the state of the data")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    stage = models.CharField(max_length=100, blank=True)
    per_mille = models.PositiveSmallIntegerField(default=0, help_text="How much of the work is done")
    is_unwanted = models.BooleanField(default=False, help_text="Somebody asked to stop it")
    attempts = models.PositiveSmallIntegerField(default=0)
    agency_code = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When its worker last said how far it is")
    ended_at = models.DateTimeField(null=True, blank=True)
    seed = models.BigIntegerField(null=True, blank=True)
    data_hash = models.CharField(max_length=64, blank=True)
    library_version = models.CharField(max_length=40, blank=True)
    licences = models.JSONField(default=list)
    result = models.JSONField(null=True, blank=True)
    refusal = models.TextField(blank=True, help_text="Why there is no answer, and what would make one")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(state__in=[*UNDER_WAY, RunState.DONE, RunState.REFUSED]),
                name="place_run_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="place_run_by_state"),
            models.Index(fields=["kind", "-id"], name="place_run_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title
