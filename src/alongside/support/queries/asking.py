"""Requests for information, as the agency that is asked sees them."""

from dataclasses import dataclass, fields
from datetime import datetime

from alongside.audit.states import Act
from alongside.common.clock_status import ClockStatus
from alongside.common.text import sentence_list
from alongside.partners.access import log_list, refuse, require
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer, terms_for
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.models import Answer, InformationRequest
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.referring import PAGE
from alongside.support.queries.shown import Child, Page, child_of
from alongside.support.references import REQUEST, normal
from alongside.support.states import VIEW_OF_REQUEST, ClockKind


def find_request(viewer: Viewer, reference: str, *, act: Act = Act.VIEW) -> InformationRequest:
    """A request that was sent to the viewer's agency."""
    normalised = normal(reference, REQUEST)
    request = (
        InformationRequest.objects.select_related(
            "concern__record", "concern__pathway", "concern__holder", "agency", "holder", "by"
        )
        .filter(reference=normalised)
        .first()
    )
    if request is None or not viewer.may(Permission.ANSWER_REQUESTS) or request.agency_id != viewer.agency_id:
        raise refuse(viewer, "request", normalised, "no such request to the member's agency", act=act)
    require(viewer, request.subject, request.concern.pathway.purpose, (), needs=VIEW_OF_REQUEST, act=act)
    return request


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A request to the viewer's agency. The child is named; what raised the concern is not told."""

    reference: str
    child: Child
    asked_by: str
    asker: str
    asked_for: tuple[str, ...]
    question: str
    at: datetime
    clock: ClockStatus | None
    answer: str
    answer_words: str


@dataclass(frozen=True, slots=True)
class RequestPage(AskedRow):
    """One request with what it takes to answer it. `may_tell_under` names the agreements in force that cover all that
    is asked for; empty, nothing may be told."""

    may_tell_under: str
    answered_by: str
    answered_at: datetime | None
    told_under: str


def requests_to_answer(viewer: Viewer, *, answered: bool = False, page: int = 1) -> Page[AskedRow]:
    """The requests sent to the viewer's agency, by clock. Logged as a list."""
    if not viewer.may(Permission.ANSWER_REQUESTS):
        raise refuse(viewer, "requests", "", "the role may not answer requests")
    rows = InformationRequest.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_REQUEST).filter(
        agency_id=viewer.agency_id, answer__isnull=not answered
    )
    total, start = rows.count(), (max(1, page) - 1) * PAGE
    found = list(
        rows.select_related("concern__record", "holder", "by", "answer")
        .prefetch_related("concern__record__names")
        .order_by("-at" if answered else "due_at", "reference")[start : start + PAGE]
    )
    persons = {row.concern.record.person_id for row in found}
    log_list(viewer, "requests", persons, Purpose.SAFEGUARDING, VIEW_OF_REQUEST, "asked of the agency")
    clocks = statuses_of([row.reference for row in found], viewer.at)
    return Page(tuple(_row(row, clocks) for row in found), max(1, page), PAGE, total)


def request_page(viewer: Viewer, reference: str) -> RequestPage:
    """One request, decided and logged."""
    row = find_request(viewer, reference)
    shown = _row(row, statuses_of([row.reference], viewer.at))
    answer: Answer | None = getattr(row, "answer", None)
    return RequestPage(
        **{field.name: getattr(shown, field.name) for field in fields(shown)},
        may_tell_under=agreement_to_tell(viewer, row), answered_by=answer.by.name if answer else "",
        answered_at=answer.at if answer else None, told_under=answer.agreement if answer else "",
    )  # fmt: skip


def agreement_to_tell(viewer: Viewer, request: InformationRequest) -> str:
    """The agreements that cover all that is asked of the viewer's agency, as the asking agency stands today."""
    terms = terms_for(request.holder_id, viewer.day).get((request.concern.pathway.purpose, viewer.agency_id), ())
    covering = [term for term in terms if request.groups & (term.on_request | term.groups)]
    covered = frozenset[FieldGroup]().union(*(term.on_request | term.groups for term in covering))
    return sentence_list(sorted({term.agreement for term in covering}))[:120] if request.groups <= covered else ""


def _row(row: InformationRequest, clocks: dict[tuple[str, str], ClockStatus]) -> AskedRow:
    answer = getattr(row, "answer", None)
    return AskedRow(
        reference=row.reference, child=child_of(row.concern.record), asked_by=row.by.name, asker=row.holder.name,
        asked_for=tuple(sorted(group.label for group in row.groups)), question=row.question, at=row.at,
        clock=clocks.get((ClockKind.REQUEST, row.reference)),
        answer=answer.get_kind_display() if answer else "",
        answer_words=(answer.words or answer.reason) if answer else "",
    )  # fmt: skip


def open_request_count(viewer: Viewer) -> int:
    """How many requests wait for the viewer's agency: a count, no person."""
    rows = InformationRequest.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_REQUEST)
    return rows.filter(agency_id=viewer.agency_id, answer__isnull=True).count()
