"""The commissioner's copy of a provider's scorecard: drawn up, open to the provider's reply, then frozen."""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.support.models.contracts import Contract


class ScorecardCopy(models.Model):
    """The figures as they stood when it was drawn up. They never change; the provider's replies join them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="copies")
    first_day = models.DateField()
    last_day = models.DateField()
    figures = models.JSONField()
    drawn_up_by = models.CharField(max_length=200)
    drawn_up_at = models.DateTimeField()
    reply_until = models.DateTimeField()
    replied_at = models.DateTimeField(null=True, blank=True, help_text="When the provider said that it has no more")
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-drawn_up_at"]
        verbose_name_plural = "scorecard copies"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "first_day", "last_day"], condition=Q(frozen_at__isnull=True), name="one_open_copy"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="copy_has_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.first_day} to {self.last_day}"


class ScorecardReply(models.Model):
    """The provider's own words beside a figure, or about the whole. Added, never changed."""

    copy = models.ForeignKey(ScorecardCopy, on_delete=models.CASCADE, related_name="replies")
    figure = models.CharField(max_length=60, blank=True)
    words = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "scorecard replies"

    def __str__(self) -> str:
        return f"reply to {self.copy}"
