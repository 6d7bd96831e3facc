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
# It is read within a week: it must not be kept from the public by leaving it unread.
READ_WITHIN_DAYS = 7


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


class ReadState(TextChoices):
    """Where a verdict stands on its way to the public."""

    WAITING = "waiting", "Waits to be read"
    LET_THROUGH = "let_through", "Public"
    REFUSED = "refused", "Refused"
    TAKEN_DOWN = "taken_down", "Taken down"


class Ground(TextChoices):
    """Why a verdict is not public. Its opinion is none of these, and there are no others."""

    NAMES_PERSON = "names_person", "It names a person, or somebody can be recognised"
    UNLAWFUL = "unlawful", "It would be against the law to publish it"
    NOT_ABOUT = "not_about", "It is not about this pledge"


READ_MOVES: dict[ReadState, frozenset[ReadState]] = {
    ReadState.WAITING: frozenset({ReadState.LET_THROUGH, ReadState.REFUSED}),
    ReadState.LET_THROUGH: frozenset({ReadState.TAKEN_DOWN}),
    ReadState.REFUSED: frozenset(),
    ReadState.TAKEN_DOWN: frozenset(),
}
