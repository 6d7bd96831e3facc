"""What every kind of analysis offers, so that asking, working, storing and stopping are written once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from alongside.places.states import RunKind

# Told the stage in words and the share of the work done, 0 to 1. Raises `RunStopped` when the analysis is unwanted.
Progress = Callable[[str, float], None]
Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an analysis found, as plain JSON, with what is needed to repeat it."""

    result: dict[str, Any]
    data_hash: str
    licences: tuple[str, ...]
    seed: int | None = None


class Analysis(Protocol):
    """One kind of analysis. Both functions raise `PlacesRefused` or `Unfit` for what cannot be answered."""

    kind: RunKind

    def complete(self, settings: Settings) -> dict[str, Any]:
        """The settings with every default filled in and every value checked, as plain JSON."""
        ...

    def title(self, settings: Settings) -> str:
        """The question in a line: what, where, when."""
        ...

    def sources_of(self, settings: Settings) -> tuple[str, ...]:
        """The keys of the sources that it reads."""
        ...

    def work(self, settings: Settings, progress: Progress) -> Answer: ...
