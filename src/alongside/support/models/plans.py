"""A plan: who leads it, what the child wants, who does what by when, and when it is looked at again."""

import uuid

from django.db import models

from alongside.partners.fields import CodedSetField
from alongside.partners.guarded import Guarded, GuardedQuerySet
from alongside.partners.models import Agency, Member
from alongside.people.models import SourceRecord
from alongside.support.models.concerns import Concern
from alongside.support.states import ActionState, PlanPart, PlanStatus, ReviewOutcome


class Plan(Guarded):
    subject_kind = "plan"
    person_field = "record__person_id"
    matter_field = "reference"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="plan")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="plans")
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="plans")
    lead = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="plans_led")
    reason = models.TextField()
    status = models.CharField(max_length=10, choices=PlanStatus.choices, default=PlanStatus.OPEN)
    started_at = models.DateTimeField()
    next_review_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "next_review_on"], name="plan_queue")]

    def __str__(self) -> str:
        return self.reference


class PlanShare(models.Model):
    """What of the plan one agency sees, beside its own actions."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="shares")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    parts = CodedSetField(PlanPart)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "agency"], name="plan_shared_once_with_agency")]

    def __str__(self) -> str:
        return f"{self.plan} with {self.agency}"


class Goal(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    words = models.TextField(help_text="In the child's own words")
    is_childs_words = models.BooleanField(default=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"goal of {self.plan}"


class PlanAction(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    what = models.TextField()
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="plan_actions")
    owner = models.CharField(max_length=120, help_text="Who in the agency does it")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=ActionState.choices, default=ActionState.TO_DO)
    outcome = models.TextField(blank=True)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["owner_agency", "state", "due_on"], name="action_of_agency")]

    def __str__(self) -> str:
        return f"action of {self.plan}"


class Review(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    held_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=ReviewOutcome.choices)
    summary = models.TextField()
    child_voice = models.TextField(blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"review of {self.plan}"
