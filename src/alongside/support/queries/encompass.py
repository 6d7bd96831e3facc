"""Notices as their receivers see them: a school its own children, the council's officers their queues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from alongside.partners.access import Decision, log_list, refuse, require
from alongside.partners.asking import Asked
from alongside.partners.models import Agency, Member
from alongside.partners.roles import Permission, roles_with
from alongside.partners.standing import Viewer
from alongside.partners.states import AgencyKind, FieldGroup
from alongside.people.threads import names_of
from alongside.support import encompass_rules as rules
from alongside.support.encompass_states import (
    CARRIED,
    LIVE,
    NEEDED,
    PURPOSE,
    NoticeStatus,
    OfferKind,
    QueueReason,
    SettingKind,
    Standing,
    StepKind,
)
from alongside.support.encompass_texts import Siblings, version_lines
from alongside.support.models import EncompassOfficer, IncidentVersion, SchoolNotice
from alongside.support.queries.shown import Child, Page, child_from, child_of
from alongside.support.references import NOTICE, normal

SUBJECT = "encompass notice"
ON_PAGE = 25
# Beyond this nobody counts what is dealt with: it is of all years.
MOST_COUNTED = 500
_WORKS = {
    SettingKind.SCHOOL: Permission.ANSWER_ENCOMPASS,
    SettingKind.HOME_EDUCATION: Permission.ROUTE_ENCOMPASS,
    SettingKind.OFFICER: Permission.ROUTE_ENCOMPASS,
}
_SHOWN = (*LIVE, NoticeStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    reference: str
    child: Child
    force: str
    setting: str
    kind: SettingKind
    standing: Standing
    sent_at: datetime
    due_at: datetime
    is_late: bool
    done_at: datetime | None
    done_by: str
    chased_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class StepShown:
    at: datetime
    what: str
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class EarlierText:
    at: datetime
    by: str
    reason: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice with what its agreement lets the setting be told of its own child."""

    row: NoticeRow
    given: str
    family: str
    decision: Decision
    incident_reference: str
    happened_at: datetime
    place: str
    circumstances: str
    presence: str
    where_in_home: str
    voice: str
    voice_with: str
    voice_withheld: str
    counted_in: str
    opened_at: datetime | None
    steps: tuple[StepShown, ...]
    offers: tuple[StepShown, ...]
    earlier: tuple[EarlierText, ...]
    history: tuple[StepShown, ...]
    police_telephone: str

    @property
    def is_live(self) -> bool:
        return self.row.standing is not Standing.WITHDRAWN

    @property
    def to_acknowledge(self) -> bool:
        return self.row.standing in (Standing.WAITING, Standing.SILENT)


def received(viewer: Viewer, *, done: bool = False, page: int = 1) -> Page[NoticeRow]:
    """The notices to the viewer's own setting: those that wait, the longest first; or those that are dealt with."""
    return _page(viewer, NoticeList.DONE if done else NoticeList.WAITING, page, "notices to the agency")


def queue(viewer: Viewer, *, done: bool = False, page: int = 1) -> Page[NoticeRow]:
    """What waits for the council's officer to find the setting, with the reason."""
    if not viewer.may(Permission.ROUTE_ENCOMPASS):
        raise refuse(viewer, SUBJECT, "queue", "the role may not work the queue")
    return _page(viewer, NoticeList.SETTLED if done else NoticeList.QUEUED, page, "notices without a setting")


def waiting(viewer: Viewer, *kinds: SettingKind) -> QuerySet[SchoolNotice]:
    """What nobody at the viewer's setting has acknowledged yet. Guarded; for lists that log themselves."""
    return _visible(viewer).filter(kind__in=kinds, status=NoticeStatus.SENT)


def queued(viewer: Viewer) -> QuerySet[SchoolNotice]:
    """What waits for the council's officer. Guarded; for lists that log themselves."""
    return _visible(viewer).filter(kind=SettingKind.OFFICER, status=NoticeStatus.QUEUED)


def notice_page(viewer: Viewer, reference: str) -> NoticePage:
    """One notice, for its receiver. What is told of other children of the incident is left out."""
    key = normal(reference, NOTICE)
    rows = SchoolNotice.objects.filter(reference=key, receiver_id=viewer.agency_id, status__in=_SHOWN)
    notice = rows.select_related("holder", "incident", "child__record").prefetch_related(
        "child__record__names", "steps", "offers"
    ).first()  # fmt: skip
    if notice is None or not viewer.may(_WORKS[SettingKind(notice.kind)]) or notice.beside in viewer.hidden_persons:
        raise refuse(viewer, SUBJECT, key, "no such notice to the agency, or the role may not work it")
    decision = require(viewer, notice.subject, PURPOSE, CARRIED, needs=NEEDED)
    hide = Siblings(notice, viewer)
    name = next(iter(notice.child.record.names.all()), None)
    voice = FieldGroup.CHILD_VOICE in decision
    return NoticePage(
        row=_row(notice, child_of(notice.child.record), notice.holder.name, viewer.at),
        given=name.given if name else "", family=name.family if name else "",
        decision=decision, incident_reference=notice.incident.reference,
        happened_at=notice.incident.happened_at, place=hide(notice.incident.place),
        circumstances=hide(notice.incident.circumstances), presence=notice.child.get_presence_display(),
        where_in_home=hide(notice.child.where_in_home), voice=hide(notice.child.voice) if voice else "",
        voice_with=hide(notice.child.voice_with) if voice else "",
        voice_withheld="" if voice else decision.why_withheld.get(FieldGroup.CHILD_VOICE, ""),
        counted_in=notice.counted_in, opened_at=notice.opened_at,
        steps=tuple(StepShown(one.at, one.get_kind_display(), one.by, hide(one.words)) for one in notice.steps.all()),
        offers=tuple(StepShown(one.at, OfferKind(one.kind).label, one.by, one.note) for one in notice.offers.all()),
        earlier=_earlier(notice, hide, voice),
        history=_history(notice) if notice.kind == SettingKind.OFFICER else (),
        police_telephone=notice.holder.telephone,
    )  # fmt: skip


def schools_to_tell(viewer: Viewer) -> list[tuple[str, str]]:
    """Code and name of the schools that work here, for whoever names a setting. No person."""
    rows = Agency.objects.filter(kind=AgencyKind.SCHOOL, is_active=True).order_by("name")
    allowed = viewer.permissions & {Permission.ROUTE_ENCOMPASS, Permission.SEND_ENCOMPASS}
    return list(rows.values_list("code", "name")) if allowed else []


@dataclass(frozen=True, slots=True)
class OfficerShown:
    queue: SettingKind
    name: str
    since: datetime | None


def officers(viewer: Viewer) -> tuple[OfficerShown, ...]:
    """Who at the viewer's agency answers for which queue; an empty name where nobody is named."""
    now = {
        one.queue: one
        for one in EncompassOfficer.objects.filter(agency_id=viewer.agency_id, until__isnull=True).select_related(
            "member"
        )
    }
    both = (SettingKind.OFFICER, SettingKind.HOME_EDUCATION)
    return tuple(
        OfficerShown(one, now[one].member.name, now[one].since) if one in now else OfficerShown(one, "", None)
        for one in both
    )


def who_may_be_officer(viewer: Viewer) -> list[tuple[str, str]]:
    """Username and name of colleagues whose role works the queues."""
    if not viewer.may(Permission.NAME_ENCOMPASS_OFFICER):
        return []
    rows = Member.objects.filter(
        agency_id=viewer.agency_id, is_active=True, role__in=roles_with(Permission.ROUTE_ENCOMPASS)
    )
    return list(rows.order_by("name").values_list("username", "name"))


def _visible(viewer: Viewer) -> QuerySet[SchoolNotice]:
    """To the viewer's agency, under the one rule; without those that wait for somebody who is cleared."""
    rows = SchoolNotice.objects.filter(receiver_id=viewer.agency_id)
    if viewer.hidden_persons:
        rows = rows.exclude(beside__in=viewer.hidden_persons)
    return rows.visible_to(viewer, PURPOSE, *sorted(NEEDED, key=lambda group: group.bit))


class NoticeList(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    QUEUED = "queued"
    SETTLED = "settled"


OF_THE_OFFICER = {NoticeList.QUEUED: NoticeStatus.QUEUED, NoticeList.SETTLED: NoticeStatus.SETTLED}


class NoticeColumns(NamedTuple):
    """What a row of a list needs, and not a whole notice."""

    reference: str
    holder__name: str
    setting: str
    kind: str
    status: str
    sent_at: datetime
    due_at: datetime
    done_at: datetime | None
    done_by: str
    chased_at: datetime | None
    reason: str
    child__record_id: int
    child__record__person_id: UUID
    child__record__date_of_birth: date | None
    child__record__sex: str


def _in_list(viewer: Viewer, which: NoticeList) -> QuerySet[SchoolNotice]:
    rows = _visible(viewer)
    if which in OF_THE_OFFICER:
        return rows.filter(kind=SettingKind.OFFICER, status=OF_THE_OFFICER[which]).order_by("due_at", "pk")
    rows = rows.filter(
        kind__in=[one for one in (SettingKind.SCHOOL, SettingKind.HOME_EDUCATION) if viewer.may(_WORKS[one])]
    )
    if which is NoticeList.DONE:
        return rows.filter(status__in=[NoticeStatus.ACKNOWLEDGED, NoticeStatus.WITHDRAWN]).order_by("-sent_at", "-pk")
    return rows.filter(status=NoticeStatus.SENT).order_by("due_at", "pk")


def _listed(viewer: Viewer, shape: tuple[NoticeList, int]) -> QuerySet[SchoolNotice, Any]:
    """One more than is shown: it tells whether a page follows."""
    which, start = shape
    return _in_list(viewer, which).values_list(*NoticeColumns._fields)[start : start + ON_PAGE + 1]


def _counted(viewer: Viewer, which: NoticeList) -> QuerySet[SchoolNotice, Any]:
    return _in_list(viewer, which).order_by().values_list("pk")[:MOST_COUNTED]


LISTED, COUNTED = Asked(_listed), Asked(_counted)


def _page(viewer: Viewer, which: NoticeList, page: int, what: str) -> Page[NoticeRow]:
    number = max(1, page)
    start = (number - 1) * ON_PAGE
    found = [NoticeColumns(*one) for one in LISTED.rows(viewer, (which, start))]
    total = COUNTED.count(viewer, which)
    if found:
        total = max(total, start + len(found))
    found = found[:ON_PAGE]
    log_list(viewer, SUBJECT, [one.child__record__person_id for one in found], PURPOSE, [FieldGroup.IDENTITY], what)
    names = names_of([one.child__record_id for one in found])
    return Page(tuple(_listed_row(one, names, viewer.at) for one in found), number, ON_PAGE, total)


def _listed_row(one: NoticeColumns, names: Mapping[int, Sequence[str]], at: datetime) -> NoticeRow:
    child = child_from(names.get(one.child__record_id, ()), one.child__record__date_of_birth, one.child__record__sex)
    return _row(one, child, one.holder__name, at)


def _row(one: NoticeColumns | SchoolNotice, child: Child, force: str, at: datetime) -> NoticeRow:
    return NoticeRow(
        reference=one.reference, child=child, force=force, setting=one.setting,
        kind=SettingKind(one.kind), standing=rules.standing(one.status, one.due_at, at), sent_at=one.sent_at,
        due_at=one.due_at, is_late=rules.is_late(one.status, one.done_at, one.due_at, at), done_at=one.done_at,
        done_by=one.done_by, chased_at=one.chased_at, reason=QueueReason(one.reason).label if one.reason else "",
    )  # fmt: skip


def _earlier(notice: SchoolNotice, hide: Siblings, voice: bool) -> tuple[EarlierText, ...]:
    """What was said before a correction: of the incident, and of this child."""
    rows = IncidentVersion.objects.filter(incident=notice.incident_id).order_by("at", "pk")
    mine = [one for one in rows if one.child_id in (None, notice.child_id)]
    if len([one for one in mine if one.number > 1]) == 0:
        return ()
    return tuple(
        EarlierText(one.at, one.by, hide(one.reason), version_lines(one.words, hide, voice=voice)) for one in mine
    )


def _history(notice: SchoolNotice) -> tuple[StepShown, ...]:
    """Where the child's notice was before it came to the officer."""
    before = SchoolNotice.objects.filter(child=notice.child_id).exclude(pk=notice.pk).prefetch_related("steps")
    kinds = {StepKind.SENT, StepKind.ACKNOWLEDGED, StepKind.RETURNED, StepKind.ROUTED, StepKind.QUEUED}
    return tuple(
        StepShown(step.at, f"{one.setting}: {StepKind(step.kind).label.lower()}", step.by, step.words)
        for one in before.order_by("sent_at", "pk")
        for step in one.steps.all()
        if step.kind in kinds
    )
