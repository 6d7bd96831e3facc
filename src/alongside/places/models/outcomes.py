"""What became of crimes, as the police publish it month by month: each decision is kept, none gives way to a later."""

from django.db import models

from alongside.places.models.recorded import CrimeFile, Outcome


class OutcomeMonth(models.Model):
    """One force's month of decisions that is held. Without it nobody knows whether a crime was decided on then."""

    force = models.CharField(max_length=80)
    month = models.DateField(help_text="Its first day")
    file = models.ForeignKey(CrimeFile, on_delete=models.PROTECT, related_name="outcome_months")

    class Meta:
        ordering = ["month", "force"]
        constraints = [models.UniqueConstraint(fields=["force", "month"], name="outcome_month_once")]

    def __str__(self) -> str:
        return f"outcomes of {self.force}, {self.month:%B %Y}"


class CrimeOutcome(models.Model):
    """One decision on one crime. `identity` is that of the crime (see `identity.crime_key`), which may be loaded later
    or never."""

    identity = models.BigIntegerField()
    month = models.DateField(help_text="In which it was decided: its first day")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity", "month", "outcome"], name="crime_outcome_once")]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.month:%B %Y}"
