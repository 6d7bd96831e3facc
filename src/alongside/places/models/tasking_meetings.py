"""The tasking cycle: meetings, what was on their agenda, what was decided, and what residents are told of it."""

from django.db import models

from alongside.places.models.operations import Operation
from alongside.places.models.problems import PlaceProblem
from alongside.places.operation_states import ItemOutcome, MeetingKind


class TaskingMeeting(models.Model):
    """A ward panel, a problem-solving meeting or a tasking meeting, on a day."""

    kind = models.CharField(max_length=20, choices=MeetingKind.choices)
    name = models.CharField(max_length=120, help_text="The ward or the cluster")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.held_on:%d %B %Y}"


class MeetingItem(models.Model):
    """One item of an agenda: a priority in residents' own words, or a problem; and where it came from."""

    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="items")
    title = models.CharField(max_length=120)
    words = models.TextField(help_text="What residents ask for, or what is to be decided")
    problem = models.ForeignKey(
        PlaceProblem, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_items"
    )
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_items"
    )
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="went_to")
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class ItemDecision(models.Model):
    """What a meeting decided on an item. The newest stands."""

    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=ItemOutcome.choices)
    words = models.TextField()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.words[:60]}"


class ResidentAnswer(models.Model):
    """“You said, we did”: a text for residents. The newest stands; nothing of it is public until somebody signs it off."""

    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, related_name="answers")
    you_said = models.TextField()
    we_did = models.TextField()
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by_id = models.CharField(max_length=60, help_text="Whoever wrote it does not sign it off")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.we_did[:60]


class AnswerSignOff(models.Model):
    """Somebody else than its writer read the text and says that it is fit to publish."""

    answer = models.OneToOneField(ResidentAnswer, on_delete=models.PROTECT, related_name="sign_off")
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"signed off by {self.by}"
