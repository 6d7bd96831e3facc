"""Contracts with providers: their terms in versions, and which case runs under which."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from alongside.partners.models import Agency, Member
from alongside.support.contract_terms import PriceUnit, SexTaken, WhenFull
from alongside.support.models.cases import Case, DefinedPathway


class Contract(models.Model):
    """A provider takes cases of a pathway for a commissioner. What it says stands in its terms."""

    reference = models.CharField(max_length=20, unique=True)
    commissioner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contracts_kept")
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contracts_held")
    pathway = models.ForeignKey(DefinedPathway, on_delete=models.PROTECT, related_name="contracts")
    made_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["provider__name", "reference"]
        indexes = [models.Index(fields=["pathway", "provider"], name="contract_of_pathway")]
        constraints = [
            models.CheckConstraint(condition=~Q(commissioner=F("provider")), name="contract_between_two"),
        ]

    def __str__(self) -> str:
        return self.reference


class ContractTerms(models.Model):
    """What a contract says from one change to the next. Never changed: a change is the next row, with its reason."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    least_age = models.PositiveSmallIntegerField()
    most_age = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=10, blank=True, choices=SexTaken.choices)
    areas = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    roles = models.JSONField(default=list)
    capacity = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    when_full = models.CharField(max_length=10, choices=WhenFull.choices)
    price_pence = models.PositiveIntegerField()
    price_unit = models.CharField(max_length=12, choices=PriceUnit.choices)
    strands = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=200)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["contract", "-number"]
        verbose_name_plural = "contract terms"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="terms_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="terms_end_after_start"),
            models.CheckConstraint(condition=Q(most_age__gte=F("least_age")), name="terms_ages_in_order"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="terms_have_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.contract} terms {self.number}"


class Placement(models.Model):
    """The contract under which a case runs. `place_since`: while it stands, the case takes one of the places."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="placement")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="placements")
    terms = models.ForeignKey(ContractTerms, on_delete=models.PROTECT, related_name="placements")
    place_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["contract"], condition=Q(place_since__isnull=False), name="places_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.case} under {self.contract}"
