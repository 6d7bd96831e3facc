"""Keys with which an agency's own systems come in, and what they were answered. Read by `partners.models`."""

from django.db import models
from django.db.models import F, Q

from alongside.partners.fields import CodedSetField
from alongside.partners.key_scopes import Scope


class AgencyKey(models.Model):
    """One system's way in. Of the key itself only a digest is kept: it is shown once, when it is made."""

    agency = models.ForeignKey("partners.Agency", on_delete=models.PROTECT, related_name="keys")
    member = models.OneToOneField("partners.Member", on_delete=models.PROTECT, related_name="key")
    public = models.CharField(max_length=12, unique=True, help_text="The part of the key that may be told")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    scopes = CodedSetField(Scope)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute = models.DateTimeField(null=True, blank=True, help_text="The minute that is being counted")
    used_in_minute = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(revoked_at__isnull=True), name="key_name_once"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="key_ends_after_start"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_because=""), name="revoked_key_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["agency", "revoked_at", "name"], name="key_of_agency")]

    def __str__(self) -> str:
        return f"{self.name} ({self.public})"


class AnsweredOnce(models.Model):
    """What an agency's system sent under a key of its own, and the answer: the same again gets the same answer."""

    agency = models.ForeignKey("partners.Agency", on_delete=models.PROTECT, related_name="+")
    sent_key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of operation and body")
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True, help_text="As it was sent, letter for letter")
    at = models.DateTimeField()
    kept_until = models.DateTimeField()

    class Meta:
        verbose_name_plural = "answered once"
        constraints = [
            models.UniqueConstraint(fields=["agency", "sent_key"], name="answered_once"),
            models.CheckConstraint(condition=Q(kept_until__gt=F("at")), name="answer_kept_for_a_while"),
        ]
        indexes = [models.Index(fields=["kept_until"], name="answer_kept_until")]

    def __str__(self) -> str:
        return f"answer of {self.at}"
