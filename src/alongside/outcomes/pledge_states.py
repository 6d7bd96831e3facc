"""What can be said of a pledge: what was done, what shows it, what came of it, and what those say for whom it was made."""

from django.db.models import TextChoices

from alongside.common.measured import Domain

DOMAINS: tuple[tuple[Domain, str, str], ...] = (
    (Domain.CURTAIL, "Curtail", "Stop violent acts at source"),
    (Domain.TREAT, "Treat", "Help those who were exposed to violence"),
    (Domain.SUPPORT, "Support", "Help those who could be drawn in, early"),
    (Domain.STRENGTHEN, "Strengthen", "Make communities stronger"),
)
DOMAIN_CHOICES = [(code.value, label) for code, label, _ in DOMAINS]
# A body that gave its verdict is answered within four weeks.
ANSWER_WITHIN_DAYS = 28


class EntryKind(TextChoices):
    ACTION = "action", "Action: what is or was done"
    EVIDENCE = "evidence", "Evidence: what shows it"
    OUTCOME = "outcome", "Outcome: what came of it"


class Found(TextChoices):
    """What came of a pledge, as far as the evidence goes."""

    BETTER = "better", "It got better"
    NO_CHANGE = "no_change", "No clear change"
    WORSE = "worse", "It got worse"
    TOO_EARLY = "too_early", "Too early to tell"


class Word(TextChoices):
    """A verdict on a pledge."""

    KEPT = "kept", "Kept"
    PARTLY = "partly", "Partly kept"
    NOT_KEPT = "not_kept", "Not kept"
    CANNOT_TELL = "cannot_tell", "We cannot tell"


class Standing(TextChoices):
    """How a pledge stands, reckoned from its entries. Without evidence there is no outcome."""

    NOTHING = "nothing", "Nothing written down yet"
    NO_EVIDENCE = "no_evidence", "No evidence yet"
    EVIDENCE = "evidence", "Evidence, no outcome yet"
    BETTER = "better", "It got better"
    NO_CHANGE = "no_change", "No clear change"
    WORSE = "worse", "It got worse"
    TOO_EARLY = "too_early", "Too early to tell"
