"""Clocks that run: kept on the server, with start, pauses, owner and breach."""

from django.db import models
from django.db.models import Q

from alongside.partners.models import Agency


class ClockRun(models.Model):
    kind = models.CharField(max_length=40, help_text="Which clock of the matter: a code of its pathway")
    label = models.CharField(max_length=120)
    matter = models.CharField(max_length=80)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="clocks")
    amount = models.PositiveSmallIntegerField()
    calendar = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True, help_text="When the breach was acted on")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "matter"], name="clock_once_for_matter")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(stopped_at__isnull=True, breached_at__isnull=True),
                name="clock_running",
            )
        ]

    def __str__(self) -> str:
        return f"clock “{self.label}” of {self.matter}"


class ClockPause(models.Model):
    clock = models.ForeignKey(ClockRun, on_delete=models.CASCADE, related_name="pauses")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["from_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(until_at__isnull=True), name="one_open_pause_for_clock"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=models.F("from_at")),
                name="pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"pause of {self.clock}"
