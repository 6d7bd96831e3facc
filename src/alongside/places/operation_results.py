"""What each count of an operation means. Outputs are what was done, results what came of it in law; outcomes are others.

An outcome, whether there is less violence, is never in these counts: it is for the evaluation.
"""

from collections import Counter
from dataclasses import dataclass

from alongside.places.operation_states import Rung

FEWEST_OUTSIDE = 5
"""Below it, and above nothing, nobody outside the running agencies is told a count."""

OUTPUTS = "What was done: outputs"
RESULTS = "What came of it in law: results"


@dataclass(frozen=True, slots=True)
class RungDefinition:
    unit: str
    words: str
    version: int = 1


DEFINITIONS: dict[Rung, RungDefinition] = {
    Rung.ARRESTS: RungDefinition(
        "arrests", "Times that somebody was arrested in the operation. A person arrested twice counts twice."
    ),
    Rung.KNIVES: RungDefinition(
        "knives", "Knives that the police took from somebody in the operation. Those found in sweeps and those given "
        "up are counted apart, as activity.",
    ),
    Rung.WEAPONS: RungDefinition("weapons", "Weapons other than knives that the police took from somebody."),
    Rung.CHARGED: RungDefinition(
        "people", "People charged with an offence that came to light in the operation, whether arrested or summoned. "
        "Each counts once.",
    ),
    Rung.NOT_PROCEEDED: RungDefinition(
        "people", "People charged whose case ended without a conviction: discontinued, dismissed or acquitted."
    ),
    Rung.CONVICTED: RungDefinition("people", "People charged who were convicted or pleaded guilty."),
    Rung.AWAITING: RungDefinition("people", "People convicted on whom the sentence is not passed yet."),
    Rung.SENTENCED: RungDefinition("people", "People convicted on whom a sentence was passed."),
}  # fmt: skip
# People who were charged split into these, so that one that is held back must not follow from the others.
PARTS = (Rung.NOT_PROCEEDED, Rung.CONVICTED, Rung.AWAITING, Rung.SENTENCED)


def told_outside(counts: dict[Rung, int]) -> dict[Rung, int | None]:
    """The counts as others than the running agencies may read them; None for one that is held back.

    Where one part of the ladder is small, every part of it is held back: the others would give it away. Those charged
    whose case has not ended, and those convicted of whom nothing more is written down, are parts too.
    """
    small = {rung for rung, count in counts.items() if 0 < count < FEWEST_OUTSIDE}
    if small & {*PARTS, Rung.CHARGED} or any(0 < one < FEWEST_OUTSIDE for one in _rest(counts)):
        small |= {rung for rung in PARTS if rung in counts}
    return {rung: None if rung in small else count for rung, count in counts.items()}


def _rest(counts: dict[Rung, int]) -> tuple[int, int]:
    """What anybody can subtract: charged less those whose case has ended, convicted less those told of further."""
    of = Counter(counts)
    open_cases = of[Rung.CHARGED] - of[Rung.CONVICTED] - of[Rung.NOT_PROCEEDED]
    return open_cases, of[Rung.CONVICTED] - of[Rung.SENTENCED] - of[Rung.AWAITING]
