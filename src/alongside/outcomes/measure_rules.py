"""Pure decisions about definitions: None, or the reason why not; and what was typed about breaks, read."""

import re

from alongside.common.periods import PeriodError, parse_month
from alongside.outcomes.definitions import LABELS, DefinitionText, SeriesBreak

_LINE = re.compile(r"\s*(\S+?)\s*[:,;–-]\s+(.*\S)\s*")
MAY_BE_EMPTY = frozenset({"mind"})


def reason_not_to_keep(text: DefinitionText, *, reason: str) -> tuple[str, str] | None:
    """None, or the field that is wrong and why. A definition with a gap is none: a reader would fill it by guessing."""
    for name, label in LABELS.items():
        if name not in MAY_BE_EMPTY and not getattr(text, name).strip():
            return name, f"Say “{label}”. Where there is nothing to say, write why"
    if not reason.strip():
        return "reason", "Say why this version is needed: those who quoted the last one will ask"
    return None


def reason_not_to_change(old: DefinitionText, new: DefinitionText) -> str | None:
    return "Nothing differs from the version in force: change a word, or leave it as it is" if old == new else None


def breaks_from(typed: str) -> tuple[SeriesBreak, ...]:
    """One break a line, as “2019-03: the categories changed”. Raises `PeriodError` for a line that is none."""
    found = []
    for line in filter(str.strip, typed.splitlines()):
        read = _LINE.fullmatch(line)
        if read is None:
            raise PeriodError(f"“{line.strip()[:60]}” is no break. Write it like 2019-03: the categories changed")
        found.append(SeriesBreak(parse_month(read[1]), read[2]))
    return tuple(sorted(found, key=lambda one: one.month))


def breaks_typed(breaks: tuple[SeriesBreak, ...]) -> str:
    return "\n".join(f"{one.month:%Y-%m}: {one.words}" for one in breaks)
