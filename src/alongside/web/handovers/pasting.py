"""A class list as it is typed or pasted from a table: one child on each line, first name, last name, date of birth."""

import re
from dataclasses import dataclass
from datetime import date

from alongside.people.drafts import NameDraft, RecordDraft

MOST = 60
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Pupil:
    given: str
    family: str
    born: date

    @property
    def draft(self) -> RecordDraft:
        return RecordDraft(names=(NameDraft(self.given, self.family),), date_of_birth=self.born)


def pupils(text: str) -> tuple[list[Pupil], list[str]]:
    """The children of a list, each once, and what cannot be read, with its line."""
    found: dict[Pupil, None] = {}
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or (number == 1 and "birth" in line.casefold()):
            continue
        cells = [cell.strip().strip('"') for cell in re.split(r"[\t;,]", line)]
        born = _day(cells[-1])
        if len(cells) != 3 or not cells[0] or not cells[1] or born is None:
            faults.append(f"Line {number} is not “first name, last name, date of birth”, such as Sam, Marsh, 27/3/2016")
        else:
            found[Pupil(cells[0][:120], cells[1][:120], born)] = None
    if len(found) > MOST:
        faults.append(f"These are {len(found)} children. Name at most {MOST} at once")
    return list(found), faults


def _day(text: str) -> date | None:
    read = _DAY.fullmatch(text)
    if read is None:
        return None
    parts = (read[3], read[2], read[1]) if read[3] else (read[4], read[5], read[6])
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
