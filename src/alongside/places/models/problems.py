"""Places that somebody wants worked on: an outline and a reason. No person is in any of these tables."""

from django.db import models

from alongside.places.models.runs import PlaceRun
from alongside.places.states import ProblemState


class PlaceProblem(models.Model):
    """A place with what is wrong there, in words. It never changes; its steps tell how it stands."""

    name = models.CharField(max_length=200)
    why = models.TextField()
    plane = models.CharField(max_length=40, help_text="The metres of the outline, such as EPSG:27700")
    outline = models.JSONField(help_text="Rings in whole metres, holes after what they lie in")
    hectares = models.FloatField()
    run = models.ForeignKey(PlaceRun, on_delete=models.PROTECT, null=True, blank=True, related_name="problems")
    area_number = models.PositiveIntegerField(null=True, blank=True, help_text="The hot area of the run, if it is one")
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")
    agency_code = models.CharField(max_length=40)
    raised_by = models.CharField(max_length=200)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ProblemStep(models.Model):
    """One change of a problem's state, with its reason. Rows are added, never changed."""

    problem = models.ForeignKey(PlaceProblem, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=ProblemState.choices)
    reason = models.TextField()
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["problem", "-id"], name="problem_step_newest")]

    def __str__(self) -> str:
        return f"{self.state}: {self.reason[:60]}"
