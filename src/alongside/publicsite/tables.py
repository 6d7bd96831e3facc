"""A table as a page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableShown:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
