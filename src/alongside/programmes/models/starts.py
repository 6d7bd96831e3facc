"""Which schools start when, drawn at random and sealed."""

from django.db import models

from alongside.programmes.models.programmes import Programme


class StartDraw(models.Model):
    """Stepped starts for the schools of one school year. Never changed."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="draws")
    school_year = models.PositiveSmallIntegerField()
    schools = models.PositiveSmallIntegerField()
    list_hash = models.CharField(max_length=64, help_text="SHA-256 of the schools that were drawn among")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 over the fingerprints of all starts")
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-school_year"]
        constraints = [models.UniqueConstraint(fields=["programme", "school_year"], name="start_draw_once")]


class StartWave(models.Model):
    """The schools of one start, shut until its day. Never changed."""

    draw = models.ForeignKey(StartDraw, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    opens_on = models.DateField()
    text = models.TextField(help_text="The schools, as the fingerprint is over it")
    nonce = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["draw", "number"]
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="start_wave_once")]
