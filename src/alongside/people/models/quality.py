"""What measures the matching: pairs that people judge blind, statements made of them, and groups for monitoring."""

from django.db import models
from django.db.models import F, Q

from alongside.partners.models import Member
from alongside.people.models.identity import LinkModel
from alongside.people.models.records import SourceRecord
from alongside.people.states import Verdict


class MonitoringGroup(models.Model):
    """The group in which a record is counted when the matching is measured. Supplied by who answers for equality, and
    never read by anything that matches."""

    record = models.OneToOneField(
        SourceRecord, on_delete=models.CASCADE, primary_key=True, related_name="monitoring_group"
    )
    label = models.CharField(max_length=60)
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"monitoring group of record {self.record_id}"


class QualitySample(models.Model):
    """Pairs drawn from every band of weights, joined or not, for people to judge."""

    model = models.ForeignKey(LinkModel, on_delete=models.PROTECT, related_name="samples")
    drawn_at = models.DateTimeField()
    by = models.CharField(max_length=200)
    seed = models.PositiveIntegerField()
    records = models.PositiveIntegerField(help_text="Among which it was drawn")
    strata = models.JSONField(default=list, help_text="Name, whether joined, pairs, chain, found, looked at")
    set_aside = models.PositiveIntegerField(default=0, help_text="Pairs with a restricted person, shown to nobody")

    class Meta:
        ordering = ["-drawn_at", "-pk"]

    def __str__(self) -> str:
        return f"sample of {self.drawn_at:%Y-%m-%d}"


class SampledPair(models.Model):
    """A pair of a sample and what one person said of it. It measures: who stands with whom is not changed by it."""

    sample = models.ForeignKey(QualitySample, on_delete=models.CASCADE, related_name="pairs")
    one = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    stratum = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="judged_pairs")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "one", "other"], name="pair_sampled_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="sampled_pair_in_order"),
            models.CheckConstraint(
                condition=Q(verdict="", member__isnull=True, judged_at__isnull=True)
                | (~Q(verdict="") & Q(member__isnull=False, judged_at__isnull=False)),
                name="judged_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"sampled pair of records {self.one_id} and {self.other_id}"


class QualityStatement(models.Model):
    """What was known of the matching at one moment, in figures. Kept as it was made."""

    sample = models.ForeignKey(QualitySample, on_delete=models.PROTECT, related_name="statements")
    month = models.DateField(help_text="First day of the month whose changes it counts")
    made_at = models.DateTimeField()
    by = models.CharField(max_length=200)
    body = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"quality statement of {self.made_at:%Y-%m-%d}"
