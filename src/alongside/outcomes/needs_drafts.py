"""A figure as it was counted, before it is kept with a needs assessment."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from alongside.outcomes.needs_definitions import FigureDefinition
from alongside.outcomes.needs_states import FigureState, SectionKey


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """One figure with all that a number must say of itself.

    `shown`: what stands in the sentence. `value`, `low` and `high` are None where the figure is held back or a gap;
    `why` then says why. `extracted`: the newest extract in it; `extract_hash`: of the source as it was read.
    """

    key: str
    section: SectionKey
    label: str
    definition: FigureDefinition
    shown: str
    place: str
    period: str
    source: str
    state: FigureState = FigureState.SHOWN
    why: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str = ""
    comparator: str = ""
    place_code: str = ""
    first_day: date | None = None
    last_day: date | None = None
    extracted: date | None = None
    extract_hash: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of everything that the figure says: a figure that was tampered with no longer fits its digest."""
        told = {**asdict(self), "definition": asdict(self.definition)}
        text = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def hash_of(*parts: object) -> str:
    """SHA-256 of what was read, so that the same numbers can be known again."""
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def gap(key: str, section: SectionKey, label: str, why: str, place: str, definition: FigureDefinition) -> FigureDraft:
    """A figure that should be there and is not."""
    return FigureDraft(
        key, section, label, definition, shown="not known", place=place, period="", source="None", why=why,
        state=FigureState.GAP,
    )  # fmt: skip
