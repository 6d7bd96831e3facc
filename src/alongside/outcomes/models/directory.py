"""The directory of services: who offers what, for whom, where and when. No person who uses one is in any of this."""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.outcomes.directory_states import Listing, Room, Topic


class ListedProvider(models.Model):
    """Who runs services. Its number is the one that Open Referral knows it by, and never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_code = models.CharField(max_length=40, blank=True, help_text="Its code among the partners, if it is one")
    name = models.CharField(max_length=120, unique=True)
    telephone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ListedService(models.Model):
    """One service. Where it comes from a contract, ages, area and places follow the contract and nobody types them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(ListedProvider, on_delete=models.PROTECT, related_name="services")
    contract = models.CharField(max_length=20, blank=True, help_text="The reference of the contract it comes from")
    name = models.CharField(max_length=120)
    summary = models.TextField()
    topic = models.CharField(max_length=12, choices=Topic.choices)
    status = models.CharField(max_length=20, choices=Listing.choices, default=Listing.ACTIVE)
    alert = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.FloatField(null=True, blank=True)
    northing = models.FloatField(null=True, blank=True)
    opening = models.JSONField(default=list, help_text="Day of the week (0 is Monday), opens, closes")
    days = models.CharField(max_length=7, blank=True, help_text="The days of the week on which it opens, for finding")
    opening_note = models.CharField(max_length=300, blank=True)
    least_age = models.PositiveSmallIntegerField(default=0)
    most_age = models.PositiveSmallIntegerField(default=120)
    for_whom = models.CharField(max_length=200, blank=True)
    wards = models.JSONField(default=list)
    self_referral = models.BooleanField(default=False)
    how_to_refer = models.CharField(max_length=600, blank=True)
    cost = models.CharField(max_length=120, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    access = models.CharField(max_length=300, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="Places at once, from the contract")
    room = models.CharField(max_length=10, choices=Room.choices, blank=True)
    wait = models.JSONField(default=dict, help_text="Weeks, interval, about how many people; empty where not told")
    told_as_at = models.DateField(null=True, blank=True, help_text="The day of which places and wait are told")
    search_key = models.TextField(blank=True, help_text="Name, provider and summary folded for finding")
    sent_key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="A form that was sent twice enters once")
    changes = models.PositiveIntegerField(default=1)
    checked_on = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract"], condition=~Q(contract=""), name="listed_contract_once"),
            models.CheckConstraint(condition=Q(most_age__gte=F("least_age")), name="listed_ages_in_order"),
            models.CheckConstraint(
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
                name="listed_position_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "topic", "name"], name="listed_by_topic"),
            models.Index(fields=["changed_at"], name="listed_by_change"),
        ]

    def __str__(self) -> str:
        return self.name


class ListingChange(models.Model):
    """What a service said after one change, by whom and why. Rows are added, never changed."""

    service = models.ForeignKey(ListedService, on_delete=models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    agency_code = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["service", "-number"]
        constraints = [models.UniqueConstraint(fields=["service", "number"], name="listing_change_once")]

    def __str__(self) -> str:
        return f"{self.service} {self.number}"
