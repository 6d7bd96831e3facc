"""What the partnership promised, what became of it, and what those say for whom it was made. No child is in here."""

from django.db import models

from alongside.outcomes.pledge_states import DOMAIN_CHOICES, EntryKind, Found, Ground, ReadState, Word


class Pledge(models.Model):
    """A promise that was made in public. Its text is kept in versions; what became of it in entries."""

    code = models.SlugField(max_length=40, unique=True)
    domain = models.CharField(max_length=12, choices=DOMAIN_CHOICES)
    order = models.PositiveSmallIntegerField(default=100)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.code


class PledgeText(models.Model):
    """What a pledge says from one change to the next. Rows are added, never changed."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    words = models.TextField()
    owner = models.CharField(max_length=160)
    promised_on = models.DateField()
    source = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pledge", "number"]
        constraints = [models.UniqueConstraint(fields=["pledge", "number"], name="pledge_text_once")]

    def __str__(self) -> str:
        return self.title


class PledgeEntry(models.Model):
    """An action, a piece of evidence or an outcome. Never changed: a mistake is corrected by the next entry."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    words = models.TextField()
    happened_on = models.DateField()
    owner = models.CharField(max_length=160, blank=True)
    measure = models.CharField(max_length=80, blank=True, help_text="Code of the measure that shows it")
    found = models.CharField(max_length=12, blank=True, choices=Found.choices)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pledge", "pk"]
        verbose_name_plural = "pledge entries"

    def __str__(self) -> str:
        return f"{self.kind}: {self.words[:60]}"


class PledgeVerdict(models.Model):
    """What a body of young people or residents says of a pledge, once for each release. The body answers for it, not
    the person who typed it: publicly only the body is named. It is public once somebody has read it and let it through;
    where that was refused, the body may say it again, which is the next `attempt`."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="verdicts")
    release = models.ForeignKey("outcomes.FrozenRelease", on_delete=models.PROTECT, related_name="verdicts")
    body_code = models.CharField(max_length=40)
    body_name = models.CharField(max_length=200)
    attempt = models.PositiveSmallIntegerField(default=1)
    word = models.CharField(max_length=12, choices=Word.choices)
    reason = models.TextField()
    answer_due = models.DateField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "pledge", "body_code", "attempt"], name="verdict_once_a_release")
        ]

    def __str__(self) -> str:
        return f"{self.body_name}: {self.word}"


class VerdictReading(models.Model):
    """A verdict was read: let through, refused, or taken down later. Rows are added, never changed."""

    verdict = models.ForeignKey(PledgeVerdict, on_delete=models.PROTECT, related_name="readings")
    state = models.CharField(max_length=12, choices=ReadState.choices)
    ground = models.CharField(max_length=12, blank=True, choices=Ground.choices)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["verdict", "state"], name="verdict_read_once_so")]

    def __str__(self) -> str:
        return self.state


class VerdictAnswer(models.Model):
    """What the partnership answered to a verdict. Rows are added, never changed; all of them stand."""

    verdict = models.ForeignKey(PledgeVerdict, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField()
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words[:60]
