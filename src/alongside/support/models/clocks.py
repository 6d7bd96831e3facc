"""Clocks that run: kept on the server, with start, pauses, owner and breach; and the days on which they stand still."""

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
            models.Index(fields=["matter"], name="clock_of_matter"),
            models.Index(
                fields=["due_at"],
                condition=Q(stopped_at__isnull=True, breached_at__isnull=True),
                name="clock_running",
            ),
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


class AnnouncedHoliday(models.Model):
    """A bank holiday that was announced after this release. Withdrawn, it stays to be read."""

    day = models.DateField()
    name = models.CharField(max_length=120)
    announced_by = models.CharField(max_length=200)
    announced_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reckoned_at = models.DateTimeField(
        null=True, blank=True, help_text="When the deadlines were reckoned again since the last of the two"
    )
    moved = models.PositiveIntegerField(default=0, help_text="Deadlines that this moved")

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(withdrawn_at__isnull=True), name="holiday_announced_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%-d %B %Y}"
