"""Services in the directory, for tests."""

from dataclasses import replace
from datetime import time
from uuid import uuid4

from alongside.outcomes.actions.directory import list_service
from alongside.outcomes.directory_drafts import ListingDraft, Opening
from tests.cast import NOW

DRAFT = ListingDraft(
    name="The Boathouse", provider="Harbour Youth", summary="A warm place on weekdays. Somebody to talk to.",
    topic="activities", telephone="01632 960 300", address="2 Quay Street", postcode="ZL1 2AB",
    position=(-0.0199, 51.5838), opening=(Opening(0, time(15, 30), time(19)), Opening(4, time(15, 30), time(19))),
    least_age=10, most_age=18, self_referral=True, how_to_refer="Walk in.", cost="Free", languages="English, Polish",
    access="Ramp at the side door.",
)  # fmt: skip


def draft(**changes):
    return replace(DRAFT, **changes)


def list_one(by, *, at=NOW, **changes):
    return list_service(draft=draft(**changes), sent_key=uuid4(), by=by, at=at)
