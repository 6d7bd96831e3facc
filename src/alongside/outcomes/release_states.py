"""How a draft of the scoreboard stands."""

from django.db.models import TextChoices


class DraftState(TextChoices):
    WAITING = "waiting", "Waits for a signature"
    PUT_ASIDE = "put_aside", "Put aside"
    SIGNED = "signed", "Signed off"
