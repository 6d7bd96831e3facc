"""Agencies, their members, the agreements between them, involvements with a person, and what members are told."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from alongside.audit.entries import Actor
from alongside.partners.account_models import AccountReason
from alongside.partners.fields import CodedSetField
from alongside.partners.key_models import AgencyKey, AnsweredOnce
from alongside.partners.roles import Permission, Role, permissions_in
from alongside.partners.states import AgencyKind, Capacity, FieldGroup, MessageState, Purpose, Told

__all__ = [
    "AccountReason", "Agency", "AgencyKey", "Agreement", "AgreementParty", "AnsweredOnce", "Involvement", "Member", "MemberNotice",
    "NoticeChoice", "OutboxMessage", "Restriction",
]  # fmt: skip


class Agency(models.Model):
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    telephone = models.CharField(max_length=30, blank=True)
    school_urn = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


if TYPE_CHECKING:
    Accounts = BaseUserManager["Member"]
else:
    Accounts = BaseUserManager


class MemberAccounts(Accounts):
    """People. What acts with a key of the interface is a member too, so that the log and every record can name it;
    but it is in no list, gets no notice and signs in nowhere."""

    def get_queryset(self) -> "models.QuerySet[Member]":
        # A member is never of use without her agency: it decides what she may see.
        return super().get_queryset().select_related("agency").filter(is_technical=False)

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(username=username)

    def create_member(self, *, username: str, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(username=username, **fields)
        member.set_password(password)
        member.save()
        return member


class Member(AbstractBaseUser):
    """A person who works for an agency here, in one role."""

    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    role = models.CharField(max_length=30, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    password_is_temporary = models.BooleanField(default=False, help_text="Given by somebody else, for one sign-in")
    is_technical = models.BooleanField(default=False, help_text="Acts with a key of the interface; no person")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = MemberAccounts()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_once"),
            models.CheckConstraint(
                condition=Q(is_technical=False) | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
                name="no_password_for_what_is_no_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.agency.name}"

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role may open: nothing while the account is closed, or for a role that its agency cannot give."""
        is_open = self.is_active and self.agency.is_active
        return permissions_in(self.role, self.agency.kind) if is_open else frozenset()

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def actor(self) -> Actor:
        return Actor(
            agency_code=self.agency.code,
            id=f"member:{self.pk}",
            name=f"{self.name} ({self.agency.name})",
            role=self.role,
        )


class Agreement(models.Model):
    """A sharing agreement. What it says is what the software does; a change is a new version."""

    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=160)
    gateway = models.TextField(help_text="The power or duty in law on which it rests")
    purposes = CodedSetField(Purpose)
    field_groups = CodedSetField(FieldGroup, help_text="Shared as soon as there is an involvement")
    on_request = CodedSetField(FieldGroup, help_text="Shared only in answer to a request, case by case")
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="The last day on which it is in force")
    review_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True, help_text="Kept here and not in the log")
    privacy_notice = models.TextField(blank=True)

    class Meta:
        ordering = ["reference", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["reference", "version"], name="agreement_version_once"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="agreement_ends_after_start"),
            models.CheckConstraint(condition=~Q(gateway=""), name="agreement_names_its_gateway"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"

    @property
    def label(self) -> str:
        return f"{self.reference} v{self.version}"


class AgreementParty(models.Model):
    """An agency in an agreement. Until it has signed, it is not a party."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.BOTH)
    signed_by = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "agency"], name="party_once"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by="") | (Q(signed_on__isnull=False) & ~Q(signed_by="")),
                name="signature_has_name_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} in {self.agreement}"


class Involvement(models.Model):
    """An agency's live business with a person. It carries its own view: these field groups and no more."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="involvements")
    person_id = models.UUIDField()
    matter = models.CharField(max_length=80, blank=True, help_text="Only this concern, request or plan; empty for all")
    opened_for = models.CharField(max_length=80, blank=True, help_text="The concern, request or plan that opened it")
    purpose = models.CharField(max_length=30)
    field_groups = CodedSetField(FieldGroup)
    reason = models.CharField(max_length=200)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("opened_at")), name="involvement_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="involvement_has_reason"),
        ]
        indexes = [
            models.Index(fields=["agency", "person_id", "purpose"], name="involvement_of_agency"),
            models.Index(fields=["person_id"], name="involvement_of_person"),
            models.Index(fields=["opened_for"], name="involvement_opened_for"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} with {self.person_id}: {self.reason}"


class Restriction(models.Model):
    """A person whom nobody may find or see but those who are cleared."""

    person_id = models.UUIDField()
    reason = models.CharField(max_length=200)
    placed_by = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    cleared = models.ManyToManyField(Member, blank=True, related_name="clearances")

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="restriction_of_person")]

    def __str__(self) -> str:
        return f"restriction of {self.person_id}"


class MemberNotice(models.Model):
    """Something that a member is told inside Alongside: what kind of thing, of which matter, and where it is."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=80, blank=True)
    path = models.CharField(max_length=300)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "reference", "path", "told_at"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["member", "-told_at"], name="notice_of_member"),
            models.Index(fields=["member", "kind"], condition=Q(seen_at=None), name="notice_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.member_id}"


class OutboxMessage(models.Model):
    """A message that is to leave the system. It holds no text: the wording follows from its kind when it is sent."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=40)
    notice = models.ForeignKey(MemberNotice, on_delete=models.CASCADE, null=True, blank=True, related_name="messages")
    for_day = models.DateField(null=True, blank=True, help_text="The day of a daily summary")
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True, help_text="The class of the error, never its text")
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "for_day"], name="one_summary_a_day"),
            models.CheckConstraint(condition=Q(notice=None) ^ Q(for_day=None), name="message_has_notice_or_day"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=["waiting", "failed"]), name="message_to_send"),
            models.Index(fields=["member", "kind"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["state", "made_at"], name="message_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.member_id}: {self.state}"


class NoticeChoice(models.Model):
    """How a member wants to hear of one kind of notice. Without a row, by an e-mail when it happens."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notice_choices", db_index=False)
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=10, choices=Told.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.how}"
