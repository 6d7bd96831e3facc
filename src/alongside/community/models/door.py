"""What somebody told in confidence about a person. Only the front door reads it, and each reading is in the log."""

from django.db import models

from alongside.community.states import DoorState


class DoorReport(models.Model):
    """The words go to nobody else, and never into public text. They are emptied when their time is up."""

    words = models.TextField(blank=True)
    how_to_reach = models.CharField(max_length=300, blank=True)
    when_safe = models.CharField(max_length=300, blank=True)
    ward_name = models.CharField(max_length=120, blank=True)
    is_child = models.BooleanField(default=False)
    from_public_form = models.BooleanField(default=False, help_text="A moderator found that it told of a person")
    code_digest = models.CharField(max_length=64, unique=True)
    sent_key = models.UUIDField(unique=True)
    received_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Told in confidence, {self.pk}"


class DoorStep(models.Model):
    """One step of the front door. Rows are added, never changed."""

    report = models.ForeignKey(DoorReport, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=DoorState.choices)
    concern_reference = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.state} at {self.at:%Y-%m-%d}"
