"""What residents ask and report in public, what a moderator said of it, and the answers."""

from django.db import models

from alongside.community.states import PostKind, RejectReason, Subject, Verdict


class Post(models.Model):
    """A question or report as it was written. Nobody but a moderator reads `text`; `shown_text` is what is public.

    Who wrote it is not known: there is no account, no address, only the digest of a code that the writer keeps.
    """

    kind = models.CharField(max_length=10, choices=PostKind.choices)
    ward_code = models.CharField(max_length=9, blank=True, help_text="Empty: the whole borough")
    ward_name = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True, help_text="Emptied when its time is up")
    shown_text = models.TextField(blank=True)
    shown_place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    code_digest = models.CharField(max_length=64, unique=True)
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")
    received_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField(help_text="When the answer is late")
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.shown_text[:60] or f"{self.kind} {self.pk}"


class Moderation(models.Model):
    """A moderator's verdict on one version of something that somebody wrote. Rows are added, never changed."""

    subject = models.CharField(max_length=16, choices=Subject.choices)
    subject_id = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    because = models.CharField(max_length=20, choices=RejectReason.choices, blank=True)
    words = models.TextField(blank=True, help_text="What the writer reads of it")
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject", "subject_id", "-id"], name="community_verdict_newest")]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.subject} {self.subject_id}"


class PostAnswer(models.Model):
    """“We did”: an answer to a question or report. A better one is added; the first stays and stops the clock."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="answers")
    did = models.TextField()
    agency_code = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.did[:60]


class FormHour(models.Model):
    """How often a form was sent in an hour, by anybody at all. It holds no address and no browser."""

    form = models.CharField(max_length=20)
    hour = models.DateTimeField()
    sent = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["form", "hour"], name="community_form_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.form} {self.hour:%Y-%m-%d %H}h: {self.sent}"
