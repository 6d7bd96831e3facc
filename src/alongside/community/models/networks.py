"""Residents' networks, asking to join one, and their events."""

from django.db import models


class Network(models.Model):
    """A group of residents. The columns are what it wrote last; `shown` is what a moderator let be public, or nothing.

    There is no list of its members anywhere.
    """

    name = models.CharField(max_length=120)
    ward_code = models.CharField(max_length=9, blank=True)
    ward_name = models.CharField(max_length=120, blank=True)
    about = models.TextField()
    meets = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True, help_text="The network’s own, never a person’s")
    shown = models.JSONField(null=True, blank=True)
    agency_id = models.BigIntegerField(db_index=True)
    agency_code = models.CharField(max_length=40)
    sent_key = models.UUIDField(unique=True)
    changes = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class JoinRequest(models.Model):
    """Somebody would like to join. No address is asked for: the reply waits behind the code. Forgotten in weeks."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="join_requests")
    called = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    code_digest = models.CharField(max_length=64, unique=True)
    sent_key = models.UUIDField(unique=True)
    asked_at = models.DateTimeField(db_index=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Wish to join {self.network_id}"


class NetworkEvent(models.Model):
    """A meeting or event that anybody may come to. It is public while the newest version has been let through."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    place = models.CharField(max_length=200)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)
    sent_key = models.UUIDField(unique=True)
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="community_event_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.title
