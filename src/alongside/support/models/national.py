"""A referral to the national referral mechanism: one row that says how far it is, and rows that are only ever added."""

import uuid

from django.db import models
from django.db.models import Q

from alongside.partners.models import Agency, Member
from alongside.support.models.cases import Case
from alongside.support.national_states import (
    Authority,
    NationalConsent,
    NationalState,
    NationalStepKind,
    Responder,
)


class NationalReferral(models.Model):
    """Hangs on a case and never moves it: whatever is decided nationally, support goes on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="national_referrals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=NationalState.choices, default=NationalState.TO_SEND)
    sent_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="The next of its clocks to run out")
    opened_at = models.DateTimeField()
    sent_key = models.CharField(max_length=80, help_text="Of the form, so that twice enters once")
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["due_at"], name="national_by_clock")]
        constraints = [models.UniqueConstraint(fields=["case", "sent_key"], name="national_opened_once")]

    def __str__(self) -> str:
        return self.reference


class NationalReferralVersion(models.Model):
    """What the referral says. An amendment is the next version, with its reason."""

    referral = models.ForeignKey(NationalReferral, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    responder_kind = models.CharField(max_length=20, choices=Responder.choices)
    responder = models.CharField(max_length=200, help_text="The first responder organisation")
    responder_name = models.CharField(max_length=200, help_text="The person there who refers, with her role")
    kinds = models.JSONField(default=list, help_text="Kinds of exploitation")
    is_child = models.BooleanField(help_text="Under 18 on the day of writing, or of unknown age")
    consent = models.CharField(max_length=12, choices=NationalConsent.choices)
    council_told_on = models.DateField(null=True, blank=True)
    authority = models.CharField(max_length=20, choices=Authority.choices)
    national_reference = models.CharField(max_length=40, blank=True, help_text="As the Home Office gave it")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was amended")
    by = models.CharField(max_length=200)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["referral", "number"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="national_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="national_amended_with_reason"),
            models.CheckConstraint(
                condition=Q(is_child=True, consent=NationalConsent.CHILD)
                | (Q(is_child=False) & ~Q(consent=NationalConsent.CHILD)),
                name="national_consent_of_adults_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} v{self.number}"


class NationalReferralStep(models.Model):
    """Something happened to a referral, on a day. A correction is a new row that names the one it corrects."""

    referral = models.ForeignKey(NationalReferral, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20, choices=NationalStepKind.choices)
    happened_on = models.DateField()
    words = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    correction_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""), name="national_corrected_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.referral}"
