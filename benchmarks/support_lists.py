"""The lists of support at the size of a borough: what `borough_scale` fills and opens with `BENCH_PAGES=support`.

One of each thing is made through its action, so that nothing is invented about its shape; then it is copied as often as
a borough has it, with the involvements and clocks that belong to it. Most of what is copied has ended, as in life.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model

from alongside.audit.entries import Actor
from alongside.partners.models import Agency, Involvement, Member, MemberNotice
from alongside.people.models import SourceRecord
from alongside.support.actions.disruption import DisruptionDraft, start_disruption
from alongside.support.actions.pathway_versions import install
from alongside.support.models import (
    AgendaItem,
    Case,
    CaseSession,
    CaseStep,
    ClockRun,
    Contract,
    ContractTerms,
    DisruptionAction,
    Incident,
    IncidentChild,
    Meeting,
    PanelAction,
    Placement,
    SchoolNotice,
)
from alongside.support.shipped import shipped
from tests import exploitation, handovers, panels, providers, waits
from tests.cast import AGENCIES, NOW, Cast
from tests.encompass import make_encompass, take

CASES, OPEN_CASES = 20_000, 500
YEAR = 2_000  # cases of a year under contracts
NOTICES, LAST_NIGHT = 20_000, 120
BATCH = 1_000
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "my work, triage worker": ("triage", ("/",)),
    "my work, clinician": ("clinician", ("/",)),
    "my work, safeguarding lead": ("dsl", ("/",)),
    "cases of a pathway": ("triage", ("/pathways/exploitation/cases/", "/pathways/exploitation/cases/?page=9")),
    "cases of a provider": ("youth_worker", ("/pathways/leaving-gangs/cases/", "/pathways/leaving-gangs/cases/?page=9")),
    "own referrals": ("dsl", ("/referrals/", "/referrals/?page=400")),
    "which queues": ("triage", ("/waits/",)),
    "who waits": ("clinician", ("/waits/camhs/", "/waits/camhs/?page=9", "/waits/camhs/?overdue")),
    "sessions": ("youth_worker", ("/sessions/",)),
    "which provider fits": ("dsl", ("/providers/",)),
    "contracts": ("manager", ("/contracts/",)),
    "Encompass: morning board": ("officer", ("/encompass/", "/encompass/?older")),
    "Encompass: notices of a school": ("dsl", ("/encompass/notices/", "/encompass/notices/?done")),
    "Encompass: the officer’s queue": ("triage", ("/encompass/queue/", "/encompass/queue/?done")),
    "handovers": ("dsl", ("/handovers/list/outgoing/", "/handovers/list/outgoing/?page=9", "/handovers/list/late/")),
    "reachable moments": ("triage", ("/moments/", "/moments/list/ended/")),
    "plans of places": ("chair", ("/disruption/", "/disruption/?ended")),
    "panels": ("chair", ("/panels/",)),
    "one meeting of a panel": ("chair", ()),
    "notices": ("triage", ("/notices/", "/notices/?page=9")),
    "copies": ("manager", ("/copies/",)),
}  # fmt: skip
"""Who opens which pages of each list; the meeting's address is known once it is filled."""


def copies(one: Model, number: int, **changes: object) -> list:
    """So many rows like this one; a change may be worked out from the number of the copy."""
    fields = {of.attname: getattr(one, of.attname) for of in one._meta.concrete_fields if not of.primary_key}
    rows = (
        type(one)(**{**fields, **{key: to(place) if callable(to) else to for key, to in changes.items()}})
        for place in range(number)
    )
    return type(one)._default_manager.bulk_create(rows, batch_size=BATCH)


def record_of(holder_place: int) -> Callable[[int], int]:
    """Ids of the records that `borough_scale` gave to one of its four holders."""
    return lambda place: place * 4 + holder_place + 1


SCHOOL, POLICE = record_of(0), record_of(2)


def follow(rows: list, template: Model, subject: Callable[[int], UUID]) -> None:
    """Copy the involvements and clocks of the thing that was copied, each to its own person and matter."""
    reference = template.reference  # type: ignore[attr-defined]
    named = lambda place: rows[place].reference  # noqa: E731
    for one in Involvement.objects.filter(opened_for=reference):
        copies(one, len(rows), person_id=subject, opened_for=named, matter=named if one.matter else "")
    for clock in ClockRun.objects.filter(matter=reference):
        moved = [clock.due_at + timedelta(minutes=place - OPEN_CASES // 2) for place in range(len(rows))]
        stopped = [clock.stopped_at if is_open(row) else clock.due_at for row in rows]
        copies(clock, len(rows), matter=named, due_at=moved.__getitem__, stopped_at=stopped.__getitem__)


def is_open(row: Model) -> bool:
    return getattr(row, "ended_at", None) is None


def persons(record_id: Callable[[int], int], number: int) -> Callable[[int], UUID]:
    of = dict(SourceRecord.objects.filter(pk__lte=record_id(number)).values_list("pk", "person_id"))
    return lambda place: of[record_id(place)]


def fill_support(now: datetime) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Fill every list, and give the pages to open."""
    cast = exploitation.make_exploitation_world(_cast())
    for made in (make_encompass, waits.make_waits, handovers.make_handover_world):
        made(cast)
    providers.make_provider_world(cast, capacity=400)
    for one in shipped():
        if one["code"] in ("marac", "community-marac"):
            install(document=one, receivers=["council"], change_note="As it comes", by=Actor.system("t"), at=NOW)
    whose = persons(SCHOOL, CASES)
    _cases(panels.on_panel(cast), "stepped-down", "exploitation", whose)
    _cases(waits.referred(cast), "closed-before-help", "camhs", whose)
    _cases(providers.supported(cast), "ended", "leaving", whose)
    _moving(handovers.sent(cast), whose)
    _moments(exploitation.moment(cast), persons(POLICE, CASES))
    _encompass(cast, now)
    meeting = _panels(cast, now)
    _places(cast)
    _contracts(cast)
    _notices(cast)
    return {**PAGES, "one meeting of a panel": ("chair", (f"/panels/meeting/{meeting.pk}/",))}


def _cast() -> Cast:
    """The cast that `borough_scale` has made already."""
    agencies = {key: Agency.objects.get(code=key.replace("_", "-")) for key in AGENCIES}
    return Cast(agencies, {one.username: one for one in Member.objects.select_related("agency")})


def _cases(one: Case, end: str, mark: str, whose: Callable[[int], UUID]) -> None:
    """Cases of one pathway: some hundreds open, the others ended over two years."""
    one.refresh_from_db()
    gone = lambda place: place >= OPEN_CASES  # noqa: E731
    rows = copies(
        one, CASES, reference=lambda place: f"CS-{mark[:7]}-{place}", sent_key="", record_id=SCHOOL,
        stage=lambda place: end if gone(place) else one.stage,
        stage_kind=lambda place: "ended" if gone(place) else one.stage_kind,
        received_at=lambda place: one.received_at - timedelta(minutes=place),
        ended_at=lambda place: one.received_at + timedelta(days=1) if gone(place) else None,
        told_at=lambda place: one.received_at if gone(place) else None,
        due_at=lambda place: None if gone(place) else NOW + timedelta(minutes=place - OPEN_CASES // 2),
    )  # fmt: skip
    follow(rows, one, whose)
    if mark == "leaving":
        CaseSession.objects.bulk_create(
            CaseSession(case=row, strand="safety", starts_at=NOW - timedelta(hours=place), planned_at=NOW)
            for place, row in enumerate(rows[:LAST_NIGHT])
        )


def _moving(one: Model, whose: Callable[[int], UUID]) -> None:
    one.refresh_from_db()
    gone = lambda place: place >= OPEN_CASES  # noqa: E731
    rows = copies(
        one, CASES // 2, reference=lambda place: f"HV-B{place}", sent_key="", record_id=SCHOOL,
        state=lambda place: "done" if gone(place) else one.state,
        ended_at=lambda place: NOW if gone(place) else None,
        due_at=lambda place: None if gone(place) else NOW + timedelta(minutes=place - OPEN_CASES // 2),
    )  # fmt: skip
    follow(rows, one, whose)


def _moments(one: Model, whose: Callable[[int], UUID]) -> None:
    one.refresh_from_db()
    gone = lambda place: place >= LAST_NIGHT  # noqa: E731
    rows = copies(
        one, CASES // 4, reference=lambda place: f"RM-B{place}", sent_key=lambda place: f"b{place}", record_id=POLICE,
        state=lambda place: "ended" if gone(place) else one.state, end=lambda place: "done" if gone(place) else "",
        ended_at=lambda place: NOW if gone(place) else None,
    )  # fmt: skip
    follow(rows, one, whose)


def _encompass(cast: Cast, now: datetime) -> None:
    """Last night's notices, as many nights before, one in forty to one school, and children without a setting."""
    incident = take(cast).incident
    child, notice = IncidentChild.objects.get(incident=incident), SchoolNotice.objects.get(incident=incident)
    told = lambda place: now - timedelta(hours=place // LAST_NIGHT * 24, minutes=place % LAST_NIGHT)  # noqa: E731
    incidents = copies(
        incident, NOTICES, reference=lambda place: f"EN-B{place}", police_reference=lambda place: f"B/{place}",
        received_at=told, happened_at=told,
    )  # fmt: skip
    incidents = list(Incident.objects.filter(police_reference__startswith="B/").order_by("pk"))
    children = copies(child, NOTICES, incident_id=lambda place: incidents[place].pk, record_id=POLICE)
    queued = lambda place: place % 20 == 7  # noqa: E731
    late = lambda place: place >= LAST_NIGHT  # noqa: E731
    rows = copies(
        notice, NOTICES, reference=lambda place: f"SN-B{place}", incident_id=lambda place: incidents[place].pk,
        child_id=lambda place: children[place].pk, received_at=told, sent_at=told,
        due_at=lambda place: told(place) + timedelta(hours=9),
        kind=lambda place: "officer" if queued(place) else notice.kind,
        receiver_id=lambda place: cast.agencies["council" if queued(place) else "school" if place % 40 == 0 else "other_school"].pk,
        reason=lambda place: "no_setting" if queued(place) else "",
        status=lambda place: ("settled" if queued(place) else "acknowledged") if late(place) else
        ("queued" if queued(place) else notice.status),
        done_at=lambda place: now if late(place) else None, done_by=lambda place: "Somebody" if late(place) else "",
    )  # fmt: skip
    follow(rows, notice, persons(POLICE, NOTICES))


def _panels(cast: Cast, now: datetime) -> Meeting:
    """Ten years of meetings, and one to come with forty cases, each with actions."""
    meeting = panels.planned(cast)
    copies(meeting, 240, starts_at=lambda place: NOW - timedelta(days=14 * place + 1), state="closed")
    item = panels.proposed(cast, meeting, panels.on_panel(cast, "Bilqis"))
    panels.invited(cast, item, "police", "health")
    open_cases = list(Case.objects.filter(reference__startswith="CS-exploit-", ended_at=None)[:40])
    items = copies(
        AgendaItem.objects.get(pk=item.pk),
        40,
        case_id=lambda place: open_cases[place].pk,
        order=lambda place: place + 2,
    )
    for one in items:
        one.invited.set(item.invited.all())
    PanelAction.objects.bulk_create(
        PanelAction(
            item=items[place % 40], what="See her.", owner_agency=cast.agencies["council"], owner="Tomasz Wilk",
            due_on=(NOW + timedelta(days=place % 30)).date(), added_by="x", added_at=NOW,
        )
        for place in range(400)
    )  # fmt: skip
    return meeting


def _places(cast: Cast) -> None:
    draft = DisruptionDraft(
        "place", "Parcels change hands", "Mill Road", "Bicycles wait.", (NOW + timedelta(days=30)).date()
    )
    plan = start_disruption(panel="mace", draft=draft, sent_key="k", by=cast.viewer("chair"), at=NOW)
    ended = lambda place: place >= 100  # noqa: E731
    rows = copies(
        plan, 600, reference=lambda place: f"DP-B{place}", sent_key=lambda place: f"b{place}",
        state=lambda place: "ended" if ended(place) else "open", end=lambda place: "stopped" if ended(place) else "",
        ended_at=lambda place: NOW if ended(place) else None,
    )  # fmt: skip
    DisruptionAction.objects.bulk_create(
        DisruptionAction(
            plan=row, what="Look.", owner_agency=cast.agencies["council"], owner="Tomasz Wilk", due_on=NOW.date(),
            added_by="x", added_at=NOW,
        )
        for row in rows[:100]
        for _twice in range(2)
    )  # fmt: skip


def _contracts(cast: Cast) -> None:
    """Forty contracts of providers that other boroughs' partnerships would call a long list, with the year's cases."""
    made = Contract.objects.get()
    rows = copies(made, 40, reference=lambda place: f"CT-B{place}")
    found = {one.reference: one.pk for one in Contract.objects.all()}
    copies(made.terms.get(), 40, contract_id=lambda place: found[rows[place].reference])
    terms = {one.contract_id: one.pk for one in ContractTerms.objects.all()}
    cases = list(Case.objects.filter(reference__startswith="CS-leaving-").order_by("-received_at")[:YEAR])
    under = [found[rows[place % 40].reference] for place in range(len(cases))]
    Placement.objects.bulk_create(
        Placement(case=case, contract_id=key, terms_id=terms[key], place_since=None if case.ended_at else NOW)
        for case, key in zip(cases, under, strict=True)
    )
    CaseStep.objects.bulk_create(
        CaseStep(case=case, label=after, from_stage=before, to_stage=after, at=case.received_at + timedelta(days=days), by="x")
        for case in cases
        for before, after, days in (("", "referred", 0), ("referred", "accepted", 5), ("accepted", "needs", 12))
    )  # fmt: skip


def _notices(cast: Cast) -> None:
    MemberNotice.objects.bulk_create(
        MemberNotice(
            member=one, kind="clock_breached", reference=f"CS-exploit-{place}", path="/triage/",
            told_at=NOW - timedelta(minutes=place), seen_at=NOW if place > 20 else None,
        )
        for one in cast.members.values()
        for place in range(500)
    )  # fmt: skip
