"""Applications for an ASB case review: from the applicant's words to the agencies' answers, and appeals."""

from django.db import models

from alongside.community.states import Acceptance, Applicant, ReviewState


class ReviewApplication(models.Model):
    """One application. The applicant is known by a code; a way to reach her stands here only if she gave one."""

    reference = models.CharField(max_length=20, unique=True)
    applicant = models.CharField(max_length=12, choices=Applicant.choices)
    words = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    how_to_reach = models.CharField(max_length=300, blank=True)
    ward_code = models.CharField(max_length=9, blank=True)
    ward_name = models.CharField(max_length=120, blank=True)
    needed = models.PositiveSmallIntegerField(help_text="Reports that the local threshold asked for then")
    counted = models.PositiveSmallIntegerField(help_text="Reports that count, by their dates")
    code_digest = models.CharField(max_length=64, unique=True)
    sent_key = models.UUIDField(unique=True)
    applied_at = models.DateTimeField(db_index=True)
    acknowledge_by = models.DateTimeField()
    decide_by = models.DateTimeField()
    meet_by = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reference


class ReviewComplaint(models.Model):
    """A report that was made before, as the applicant remembers it."""

    application = models.ForeignKey(ReviewApplication, on_delete=models.PROTECT, related_name="complaints")
    happened_on = models.DateField()
    reported_on = models.DateField()
    reported_to = models.CharField(max_length=120)

    class Meta:
        ordering = ["reported_on", "pk"]

    def __str__(self) -> str:
        return f"{self.reported_on} to {self.reported_to}"


class ReviewStep(models.Model):
    """One step, with its reason. Rows are added, never changed."""

    application = models.ForeignKey(ReviewApplication, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=16, choices=ReviewState.choices)
    reason = models.TextField(blank=True)
    panel = models.JSONField(default=list, blank=True, help_text="Agencies that met, by name")
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    by_id = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.state} at {self.at:%Y-%m-%d}"


class Recommendation(models.Model):
    """What a review asks of one agency."""

    application = models.ForeignKey(ReviewApplication, on_delete=models.PROTECT, related_name="recommendations")
    to_agency_id = models.BigIntegerField(db_index=True)
    to_agency_code = models.CharField(max_length=40)
    to_agency_name = models.CharField(max_length=200)
    what = models.TextField()
    sent_key = models.UUIDField(unique=True)
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what[:60]


class RecommendationAnswer(models.Model):
    """What the agency says of it. Rows are added, never changed."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answers")
    acceptance = models.CharField(max_length=10, choices=Acceptance.choices)
    words = models.TextField()
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.acceptance}: {self.words[:60]}"
