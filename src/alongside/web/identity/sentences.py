"""What the pages of identity say: how two fields compare, what happened to a child's records, what the weights mean."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from alongside.common.text import counted, sentence_list
from alongside.people.queries import NOT_SHOWN, Field, HistoryEvent, RecordShown, Weighing
from alongside.people.states import EventKind
from alongside.web.design.charts import Step, signed, waterfall_chart
from alongside.web.design.wording import first_upper

# In the order in which support names its pressing groups; a child in none of them comes last.
_PRESSING = (("In danger now", "red"), ("Concern open", "orange"), ("Plan open", "blue"))


def how_pressing(harm: int) -> tuple[str, str] | None:
    """The words and the colour for a row of the queue; nothing where nobody works with the child."""
    return _PRESSING[harm] if harm < len(_PRESSING) else None


@dataclass(frozen=True, slots=True)
class Compared:
    """How the two sides of a field stand: `mark` names the shape beside the words."""

    mark: str
    words: str


ALIKE, DIFFERENT = Compared("alike", "Alike"), Compared("different", "Different")


def compared(field: Field) -> Compared | None:
    """None for what is not there to be compared, such as who holds the record."""
    if field.alike is not None:
        plain = ALIKE if field.alike else DIFFERENT
        return replace(plain, words=f"{plain.words}: {field.note}") if field.note else plain
    if NOT_SHOWN in (field.left, field.right):
        return Compared("missing", "Cannot be compared: not shown")
    if field.left and field.right:
        return None
    if field.left or field.right:
        return Compared("missing", "Missing in one")
    return Compared("missing", "Missing in both")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline. `other`: whose history tells the rest; `undone`: by whom and when, if so."""

    event_id: UUID
    at: datetime
    title: str
    by: str
    reason: str
    is_by_machine: bool
    undone_by: str
    undone_at: datetime | None
    others: tuple[UUID, ...]
    may_undo: bool


def told(event: HistoryEvent) -> Told:
    sender = f"the computer, when {event.by} sent it" if event.kind == EventKind.ATTACH else "the computer"
    return Told(
        event.event_id, event.at, _title(event), sender if event.is_by_machine else event.by, event.reason,
        event.is_by_machine, event.undone_by, event.undone_at, event.others, event.may_undo,
    )  # fmt: skip


def _title(event: HistoryEvent) -> str:
    parts = []
    if event.came:
        parts.append(f"{_records(event.came)} {_CAME.get(event.kind, _JOINED)}")
    if event.went:
        parts.append(f"{_records(event.went)} {_WENT}")
    again = " (an earlier change was undone)" if event.undoes else ""
    return f"{'; '.join(parts)}{again}"


_JOINED = "joined with this child’s"
_WENT = "taken out: another child’s"
_CAME: dict[str, str] = {
    EventKind.ATTACH: "put to this child when it came in",
    EventKind.SPLIT: "taken out of another child’s: this child’s own",
    EventKind.MOVE: "found to be this child’s",
}


def _records(rows: Sequence[RecordShown]) -> str:
    named = sentence_list([f"{row.agency} ({row.names[0]})" if row.names else row.agency for row in rows])
    return f"{'Record' if len(rows) == 1 else 'Records'} of {named}"


def weighed(weighing: Weighing) -> list[tuple[str, str, str]]:
    """The rows of the table beside the chart."""
    rows = [(first_upper(what), first_upper(found), signed(change)) for what, found, change in weighing.steps]
    return [*rows, ("Together", "All of the above", signed(weighing.weight))]


def waterfall(weighing: Weighing) -> SafeString:
    """From the odds before anything was compared, field by field, to all of it together."""
    steps = [Step(f"{first_upper(what)}: {found}", change) for what, found, change in weighing.steps]
    ends = "joined" if weighing.weight > 0 else "apart"
    description = (
        f"{counted(len(steps), 'step')} from the odds before anything was compared to {weighing.weight:+.1f} bits "
        f"in all, towards {ends}. The table below holds the same numbers."
    )
    return waterfall_chart("waterfall", "What each field weighed", description, steps, "Together")
