import pytest
from django.test import Client

from alongside.support.models import ConcernDraft

CHILD = {
    "given": "Amina", "family": "Okafor-Lindqvist", "date_of_birth-day": "14", "date_of_birth-month": "5",
    "date_of_birth-year": "2012", "then": "search",
}  # fmt: skip
DETAILS = {
    "in_danger": "no", "happened": "2026-11-16", "fact": "She came in with two new phones and a cut hand.",
    "voice": "said", "child_voice": "“I can't say. Don't ring my mum.”", "child_role": "at_risk",
    "consent": "not_sought_unsafe", "consent_reason": "The person who gives her things collects her.",
    "referrer_role": "safeguarding_lead", "call_back": "01632 960 111", "others": "0", "then": "check",
}  # fmt: skip


class Referrer:
    """A member at the pages of raising a concern."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def start(self, **changes: str) -> "Referrer":
        self.client.post("/concern/", {**CHILD, **changes})
        return self

    @property
    def draft(self) -> ConcernDraft:
        return ConcernDraft.objects.latest("begun_at", "saved_at")

    @property
    def url(self) -> str:
        return f"/concern/{self.draft.pk}/"

    def write(self, **changes: str):
        """Send the page of details, as the browser does."""
        return self.client.post(self.url, {**DETAILS, "version": self.draft.version, **changes})

    def send(self):
        return self.client.post(f"{self.url}check", {"version": self.draft.version})


@pytest.fixture
def dsl(as_member) -> Referrer:
    return Referrer(as_member("dsl"))
