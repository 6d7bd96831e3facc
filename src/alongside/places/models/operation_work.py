"""What is done in an operation: taskings, powers, activity and results. Rows are added, never changed."""

from django.db import models
from django.db.models import F, Q

from alongside.places.models.operations import Operation
from alongside.places.models.tasking_meetings import MeetingItem
from alongside.places.operation_states import ActivityKind, Rung, TacticKind, TaskingState
from alongside.places.powers import Authority, Power


class Tasking(models.Model):
    """Somebody of an agency is asked to do something at a place by a time. Its steps tell how it stands."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, null=True, blank=True, related_name="taskings")
    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, null=True, blank=True, related_name="taskings")
    tactic = models.CharField(max_length=20, choices=TacticKind.choices)
    what = models.TextField()
    where = models.CharField(max_length=200)
    doer_code = models.CharField(max_length=40, help_text="The agency that is asked")
    doer = models.CharField(max_length=120, help_text="The team or the role in it")
    answer_by = models.DateTimeField(help_text="Until then the agency says whether it will")
    due_at = models.DateTimeField()
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40, help_text="The agency that asks")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(operation__isnull=False) | Q(item__isnull=False), name="tasking_comes_from_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["doer_code", "due_at"], name="tasking_of_agency")]

    def __str__(self) -> str:
        return self.what[:60]


class TaskingStep(models.Model):
    """What the agency said of its tasking, or that it was taken back."""

    tasking = models.ForeignKey(Tasking, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=TaskingState.choices)
    words = models.TextField(blank=True)
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["tasking", "-id"], name="tasking_step_newest")]

    def __str__(self) -> str:
        return self.state


class PowerUse(models.Model):
    """A power in force at a place from one time until another: on whose authority, on what grounds, and what was
    thought of children and of fairness."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="powers")
    power = models.CharField(max_length=20, choices=Power.choices)
    legal_basis = models.CharField(max_length=200)
    authority = models.CharField(max_length=20, choices=Authority.choices)
    authorised_by = models.CharField(max_length=120, help_text="The role or post that authorised it")
    where = models.TextField(help_text="The area, as it was authorised")
    grounds = models.TextField()
    child_welfare = models.TextField(help_text="What was thought of children, and what is done for them")
    equality = models.TextField(help_text="On whom it falls, and how that is watched")
    consulted = models.TextField(blank=True, help_text="Whom the council asked, where the law says so")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, help_text="None where the law sets no end")
    extends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="extensions")
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="place_power_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(child_welfare="") & ~Q(equality="") & ~Q(grounds=""), name="power_has_its_notes"
            ),
            models.UniqueConstraint(fields=["extends"], name="power_extended_once"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="power_by_end")]

    def __str__(self) -> str:
        return f"{self.power} from {self.starts_at:%d %B %Y}"


class PowerEnd(models.Model):
    """A power was ended before its time."""

    power = models.OneToOneField(PowerUse, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField()
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason[:60]


class Activity(models.Model):
    """What was done on one occasion, in counts. A correction is a row that takes the place of another."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="activities")
    tasking = models.ForeignKey(Tasking, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    began_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    where = models.CharField(max_length=200)
    spoken_to = models.PositiveIntegerField(default=0, help_text="People")
    found = models.PositiveIntegerField(default=0, help_text="Knives and other weapons")
    tried = models.PositiveIntegerField(default=0, help_text="Shops where a knife was asked for")
    sold = models.PositiveIntegerField(default=0, help_text="Shops that sold one")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    reason = models.TextField(blank=True, help_text="Why it was corrected")
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sold__lte=F("tried")), name="activity_sold_of_tried"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="activity_correction_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["operation", "-began_at"], name="activity_newest")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.began_at:%d %B %Y}"


class ResultCount(models.Model):
    """How many there were as of a day. The newest day stands; a corrected count is a row of its own."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="results")
    rung = models.CharField(max_length=15, choices=Rung.choices)
    total = models.PositiveIntegerField()
    as_of = models.DateField()
    source = models.CharField(max_length=200, help_text="Where the count was taken from")
    reason = models.TextField(blank=True, help_text="Why the count was corrected")
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["as_of", "pk"]
        indexes = [models.Index(fields=["operation", "rung", "-as_of", "-id"], name="result_newest")]

    def __str__(self) -> str:
        return f"{self.total} {self.rung} as of {self.as_of}"


class PoliceOnlyNote(models.Model):
    """The only place in an operation where a person may be meant: a reference of the police's own system, and a note.

    Only the agency that wrote it reads it, only by SEE_POLICE_ONLY, and every reading is in the log first.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="police_only")
    rung = models.CharField(max_length=15, choices=Rung.choices)
    system_reference = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["operation", "agency_code", "-id"], name="police_only_newest")]

    def __str__(self) -> str:
        return f"police note {self.pk}"
