"""The groups in which records are counted when the matching is measured. Nothing that matches reads them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, counted
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.models import MonitoringGroup, SourceRecord

NO_GROUP = "No group given"


def groups_of(records: Iterable[int]) -> dict[int, str]:
    """By record; empty where nobody supplied any."""
    return dict(MonitoringGroup.objects.filter(pk__in=list(records)).values_list("pk", "label"))


class GroupRow(NamedTuple):
    """One record of an agency, by the agency's own reference, and the group in which it is counted."""

    agency: str
    reference: str
    group: str


class Supplied(NamedTuple):
    """How many records got a group, and the rows that no record of that agency answers to."""

    records: int
    unknown: tuple[GroupRow, ...]


def supply_groups(*, rows: Sequence[GroupRow], by: Viewer, at: datetime) -> Supplied:
    """Take the groups in which records are counted when the matching is measured. They replace what was supplied for
    these records before. Raises `Invalid` for a group without a name, and then nothing is kept."""
    if not by.may(Permission.SEE_MATCHING):
        raise refuse(by, "groups", "", "the role may not supply groups for monitoring", act=Act.IMPORT)
    labels = [_label(row) for row in rows]
    records = _by_reference(rows)
    given: dict[int, str] = {}
    for row, label in zip(rows, labels, strict=True):
        given.update(dict.fromkeys(records.get((row.agency, row.reference), ()), label))
    with writing():
        MonitoringGroup.objects.filter(pk__in=given).delete()
        MonitoringGroup.objects.bulk_create(
            (
                MonitoringGroup(pk=pk, label=label, given_by=by.actor.name[:200], given_at=at)
                for pk, label in given.items()
            ),
            batch_size=1_000,
        )
        words = f"took groups for monitoring: {counted(len(given), 'record')}"
        record(Entry(at=at, actor=by.actor, act=Act.IMPORT, subject_kind="groups", reason=words))
    return Supplied(len(given), tuple(row for row in rows if (row.agency, row.reference) not in records))


def _label(row: GroupRow) -> str:
    try:
        label = clean_line(row.group, 60, f"The group of {row.reference}")
    except TextError as error:
        raise Invalid(str(error), "group") from error
    if not label:
        raise Invalid(f"Name a group for {row.agency} {row.reference}, or leave the row out.", "group")
    return label


def _by_reference(rows: Sequence[GroupRow]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for agency in {row.agency for row in rows}:
        wanted = {row.reference for row in rows if row.agency == agency and row.reference}
        held = SourceRecord.objects.filter(holder__code=agency, agency_ref__in=wanted)
        for pk, reference in held.values_list("pk", "agency_ref"):
            found.setdefault((agency, reference), []).append(pk)
    return found
