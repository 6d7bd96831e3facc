"""How often each agency has asked: all that is kept beside the log. Nothing of any question or answer."""

from django.db import models


class QuestionCount(models.Model):
    agency_code = models.SlugField(max_length=40)
    day = models.DateField()
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_code", "day"], name="questions_counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.agency_code} on {self.day}: {self.asked}"
