"""The work of Young Advisors: patrols and surveys as counts, and what they advise. No young person is in these tables."""

from django.db import models

from alongside.community.states import Crowd, Wave


class Patrol(models.Model):
    """A patrol on the rota: place, time, and for how many Young Advisors there is room. Nobody is named."""

    place = models.CharField(max_length=200)
    ward_code = models.CharField(max_length=9, blank=True)
    ward_name = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    room_for = models.PositiveSmallIntegerField()
    agency_id = models.BigIntegerField(db_index=True)
    agency_code = models.CharField(max_length=40)
    sent_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="community_patrol_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.starts_at:%Y-%m-%d}"


class PatrolReport(models.Model):
    """How a patrol went, in counts. A later report corrects an earlier one, which stays."""

    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="reports")
    went = models.PositiveSmallIntegerField(help_text="Young Advisors who went; none: it did not take place")
    met = models.PositiveIntegerField(help_text="Young people spoken with")
    topics = models.JSONField(default=dict)
    offers = models.JSONField(default=dict)
    why_not = models.CharField(max_length=300, blank=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.went} went, {self.met} met"


class Survey(models.Model):
    """One question on trust, asked of young people and of police officers, before and after something."""

    question = models.CharField(max_length=300)
    about = models.CharField(max_length=300, help_text="Before and after what")
    agency_id = models.BigIntegerField(db_index=True)
    agency_code = models.CharField(max_length=40)
    sent_key = models.UUIDField(unique=True)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.question


class SurveyTally(models.Model):
    """How many gave one answer (1, not at all, to 5, very much). The answer of one person exists nowhere."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="tallies")
    crowd = models.CharField(max_length=8, choices=Crowd.choices)
    wave = models.CharField(max_length=8, choices=Wave.choices)
    step = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "crowd", "wave", "step"], name="community_tally_once"),
            models.CheckConstraint(condition=models.Q(step__range=(1, 5)), name="community_tally_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.crowd} {self.wave} {self.step}: {self.people}"


class WaveClosed(models.Model):
    """One wave of a survey is over. Only then are its shares told: of a count that grows, each answer could be reckoned."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="closed_waves")
    wave = models.CharField(max_length=8, choices=Wave.choices)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "wave"], name="community_wave_closed_once")]

    def __str__(self) -> str:
        return f"{self.wave} closed"


class TallySent(models.Model):
    """A count that was sent, so that one sent twice enters once."""

    sent_key = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.sent_key)


class Consultation(models.Model):
    """What Young Advisors told a partner who had asked, or should have. The partner owes an answer by a day."""

    to_agency_id = models.BigIntegerField(db_index=True)
    to_agency_code = models.CharField(max_length=40)
    to_agency_name = models.CharField(max_length=200)
    question = models.CharField(max_length=300)
    advice = models.TextField()
    agency_id = models.BigIntegerField(db_index=True)
    agency_code = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=200)
    sent_key = models.UUIDField(unique=True)
    given_at = models.DateTimeField()
    answer_by = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.question


class ConsultationAnswer(models.Model):
    """What the partner will do about it. Rows are added, never changed."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField()
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words[:60]
