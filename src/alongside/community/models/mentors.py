"""Mentors, adults who volunteer: vetting, supervision, matches with their ending. A mentor's young person is no person
here: a match holds the reference under which the provider keeps them, in a list of its own."""

from django.db import models
from django.db.models import F, Q

from alongside.community.states import (
    AgeBand,
    Check,
    CheckState,
    DbsLevel,
    EarlyReason,
    Ending,
    Interest,
    MatchMove,
    SupervisionKind,
)


class Mentor(models.Model):
    """`vetted_until` and `supervise_by` follow from the rows below; they are kept here so that queues need no reckoning."""

    reference = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120, blank=True)
    dbs_needed = models.CharField(max_length=10, choices=DbsLevel.choices)
    most_matches = models.PositiveSmallIntegerField()
    vetted_until = models.DateField(null=True, blank=True)
    supervise_by = models.DateTimeField(null=True, blank=True)
    agency_id = models.BigIntegerField()
    agency_code = models.CharField(max_length=40)
    sent_key = models.UUIDField(unique=True)
    changes = models.PositiveIntegerField(default=1)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["agency_id", "vetted_until"], name="community_mentor_vetting"),
            models.Index(fields=["agency_id", "supervise_by"], name="community_mentor_supervise"),
        ]

    def __str__(self) -> str:
        return self.reference


class VettingStep(models.Model):
    """One word on one check. The newest of a check holds; what a certificate says is written down nowhere."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="checks")
    check_kind = models.CharField(max_length=10, choices=Check.choices)
    state = models.CharField(max_length=10, choices=CheckState.choices)
    level = models.CharField(max_length=10, choices=DbsLevel.choices, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    renew_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.check_kind} {self.state}"


class Supervision(models.Model):
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="supervisions")
    held_on = models.DateField()
    kind = models.CharField(max_length=6, choices=SupervisionKind.choices)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["mentor", "held_on"], name="community_supervised_once_a_day")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.kind}"


class Match(models.Model):
    """`planned_end`, `review_by` and the ending follow from the steps, which are added and never changed."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="matches")
    young_reference = models.CharField(max_length=8, help_text="The provider's own number. Never a name")
    age_band = models.CharField(max_length=5, choices=AgeBand.choices)
    themes = models.JSONField(default=list)
    starts_on = models.DateField()
    planned_end = models.DateField()
    review_by = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=7, choices=Ending.choices, blank=True)
    agency_id = models.BigIntegerField()
    agency_code = models.CharField(max_length=40)
    sent_key = models.UUIDField(unique=True)
    begun_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["agency_id", "ended_on", "planned_end"], name="community_match_endings"),
            models.Index(fields=["agency_id", "ended_on", "review_by"], name="community_match_reviews"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "young_reference"], condition=Q(ended_on__isnull=True),
                name="community_one_mentor_at_a_time",
            ),
            models.CheckConstraint(condition=Q(planned_end__gt=F("starts_on")), name="community_match_ends_after_start"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.young_reference


class MatchStep(models.Model):
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=8, choices=MatchMove.choices)
    planned_end = models.DateField(help_text="As it stands after this step")
    ended_on = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=12, choices=EarlyReason.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.move)


class AmbassadorRole(models.Model):
    """That an agency has a young ambassador, for what and until when. It names no young person and is no account."""

    reference = models.CharField(max_length=12, unique=True)
    interest = models.CharField(max_length=8, choices=Interest.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    supervisor = models.CharField(max_length=120, help_text="The adult of the agency who is there for the ambassador")
    agency_id = models.BigIntegerField(db_index=True)
    agency_code = models.CharField(max_length=40)
    sent_key = models.UUIDField(unique=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="community_ambassador_has_a_term")
        ]

    def __str__(self) -> str:
        return self.reference
