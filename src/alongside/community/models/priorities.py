"""What a ward wants worked on, and what was told about it."""

from django.db import models

from alongside.community.states import PriorityState


class Priority(models.Model):
    """Set by residents and the partnership for a ward. `problem_id` is the number of a problem at a place: only a number,
    since places and community know nothing of one another; a page joins them."""

    ward_code = models.CharField(max_length=9, blank=True, db_index=True)
    ward_name = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120)
    said = models.TextField(help_text="“You said”")
    problem_id = models.BigIntegerField(null=True, blank=True)
    agency_id = models.BigIntegerField()
    agency_code = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=200)
    sent_key = models.UUIDField(unique=True)
    raised_at = models.DateTimeField()
    report_back_by = models.DateTimeField()
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["ward_name", "-pk"]

    def __str__(self) -> str:
        return self.title


class PriorityStep(models.Model):
    """“We did”: what was told, and how it stands since. `was_due_at` keeps whether it came in time."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=PriorityState.choices)
    did = models.TextField()
    was_due_at = models.DateTimeField(null=True, blank=True)
    agency_code = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.state}: {self.did[:60]}"
