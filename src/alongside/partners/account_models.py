"""Why something was done with an account. Read by `partners.models`."""

from django.db import models


class AccountReason(models.Model):
    """The typed reason, kept here alone: it can name somebody, and a row of the log is never destroyed. `what` is what the
    log says of the same moment."""

    member = models.ForeignKey("partners.Member", on_delete=models.CASCADE, related_name="account_reasons")
    what = models.CharField(max_length=300)
    because = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what}, {self.at}"
