"""The operations of the interface. Each makes one call of a domain, as a page does."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import Header, NinjaAPI

from alongside.partners.key_scopes import Scope
from alongside.partners.key_use import Answer, KeyUse, fingerprint_of, once
from alongside.support.actions import attendance, encompass, raising, referring
from alongside.support.case_parts import stage_label
from alongside.support.queries import encompass_incidents, progress, referral_choices
from alongside.support.states import ConcernStatus
from alongside.web.api import bodies, drafting
from alongside.web.api.bearer import AgencyKey
from alongside.web.api.bodies import Body, Given, Problem
from alongside.web.api.pathway_forms import schema_of
from alongside.web.api.problems import handle_errors
from alongside.web.api.reading import StrictJson

api = NinjaAPI(
    title="Alongside", version="1", openapi_url=None, docs_url=None, parser=StrictJson(), urls_namespace="api"
)
handle_errors(api)

SentKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key", pattern="^[A-Za-z0-9._:-]{8,80}$",
        description="A key of yours for this one thing. The same again gets the same answer and is entered once.",
    ),
]  # fmt: skip
READ = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 405: Problem, 429: Problem, 503: Problem}
WRITE = READ | {409: Problem, 413: Problem, 415: Problem, 422: Problem}
concerns, referrals, sessions = AgencyKey(Scope.CONCERNS), AgencyKey(Scope.REFERRALS), AgencyKey(Scope.ATTENDANCE)
incidents = AgencyKey(Scope.ENCOMPASS)


def _use(request: HttpRequest) -> KeyUse:
    return request.auth  # type: ignore[attr-defined]


def _once(
    request: HttpRequest, sent_key: str, told: Body, do: Callable[[KeyUse], Given], location: str = ""
) -> HttpResponse:
    """Do it once for this key, and answer; `location` is where the thing can be read, with its reference."""
    use = _use(request)

    def answer() -> Answer:
        return 201, do(use).model_dump_json()

    print_ = fingerprint_of(f"{request.method} {request.path}", told.model_dump(mode="json"))
    (status, content), again = once(use=use, sent_key=sent_key, fingerprint=print_, do=answer, at=use.viewer.at)
    response = HttpResponse(content, status=status, content_type="application/json; charset=utf-8")
    if location:
        response["Location"] = location.format(**json.loads(content))
    if again:
        response["Idempotent-Replayed"] = "true"
    return response


@api.post(
    "/concerns", auth=concerns, response={201: bodies.ConcernTaken, **WRITE}, operation_id="raiseConcern",
    summary="Raise a concern about a child", tags=["Concerns"], url_name="api_raise_concern",
)  # fmt: skip
def raise_concern(request: HttpRequest, told: bodies.ConcernSent, sent_key: SentKey) -> HttpResponse:
    """Keeps the concern and sends it to the front door, as the page does. Where no agreement lets it be sent, it is
    kept and held, and the status says so: phone. A child in danger now: phone 999 first."""

    def do(use: KeyUse) -> Given:
        made = raising.raise_concern(
            details=drafting.concern(told, use), by=use.viewer, at=use.viewer.at, source=drafting.source(use)
        )
        return bodies.ConcernTaken(reference=made.reference, status=progress.FOR_REFERRER[ConcernStatus(made.status)])

    return _once(request, sent_key, told, do, "/api/v1/concerns/{reference}")


@api.get(
    "/concerns/{reference}", auth=concerns, response={200: bodies.ProgressGiven, **READ}, operation_id="concernProgress",
    summary="How far a concern of your agency is", tags=["Concerns"], url_name="api_concern_progress",
)  # fmt: skip
def concern_progress(request: HttpRequest, reference: str) -> Any:
    """Status and feedback, and nothing of the child. Reading it here does not count as read: a person reads it in the
    browser."""
    return progress.concern_progress(_use(request).viewer, reference)


@api.get(
    "/pathways", auth=referrals, response={200: list[bodies.PathwayNamed], **READ}, operation_id="pathways",
    summary="The pathways along which your key may refer", tags=["Referrals"], url_name="api_pathways",
)  # fmt: skip
def pathways(request: HttpRequest) -> Any:
    """Which pathways the key's role may refer along."""
    return [one for one in referral_choices.pathways_for(_use(request).viewer) if one.may_refer]


@api.get(
    "/pathways/{code}", auth=referrals, response={200: bodies.PathwayAsks, **READ}, operation_id="pathwayForm",
    summary="What a pathway asks", tags=["Referrals"], url_name="api_pathway_form",
)  # fmt: skip
def pathway_form(request: HttpRequest, code: str) -> Any:
    """The form of the version in use, as JSON Schema: what “answers” of a referral must hold."""
    asked = referral_choices.referral_asked(_use(request).viewer, code.replace("\x00", "")[:40])
    one = asked.definition
    return bodies.PathwayAsks(
        code=one.code, name=one.name, summary=one.summary, version=asked.version, consent_needed=one.consent_needed,
        refers_from=one.refers_from, refers_until=one.refers_until,
        receivers=[bodies.AgencyNamed(code=code, name=name) for code, name in asked.receivers],
        answers=schema_of(one.questions),
    )  # fmt: skip


@api.post(
    "/referrals", auth=referrals, response={201: bodies.ReferralTaken, **WRITE}, operation_id="refer",
    summary="Refer somebody along a pathway", tags=["Referrals"], url_name="api_refer",
)  # fmt: skip
def refer(request: HttpRequest, told: bodies.ReferralSent, sent_key: SentKey) -> HttpResponse:
    """Keeps the referral and sends it to whoever receives. Where no agreement lets it be sent, it is kept and held, and
    the answer says why."""

    def do(use: KeyUse) -> Given:
        made = referring.refer(referral=drafting.referral(told, use), by=use.viewer, at=use.viewer.at)
        return bodies.ReferralTaken(reference=made.reference, status=stage_label(made), held_because=made.held_because)

    return _once(request, sent_key, told, do, "/api/v1/referrals/{reference}")


@api.get(
    "/referrals/{reference}", auth=referrals, response={200: bodies.ProgressGiven, **READ},
    operation_id="referralProgress", summary="How far a referral of your agency is", tags=["Referrals"],
    url_name="api_referral_progress",
)  # fmt: skip
def referral_progress(request: HttpRequest, reference: str) -> Any:
    """Status and feedback, and nothing of the child."""
    return progress.referral_progress(_use(request).viewer, reference)


@api.post(
    "/cases/{reference}/attendance", auth=sessions, response={201: bodies.AttendanceTaken, **WRITE},
    operation_id="recordAttendance", summary="Say who came to a session of a case", tags=["Attendance"],
    url_name="api_attendance",
)  # fmt: skip
def record_attendance(
    request: HttpRequest, reference: str, told: bodies.AttendanceSent, sent_key: SentKey
) -> HttpResponse:
    """For a case that your agency works. With “corrects” the entry replaces an earlier one, which stays to be read."""

    def do(use: KeyUse) -> Given:
        made = drafting.mended(
            lambda: attendance.record_attendance(
                reference=reference, session=drafting.session(told), by=use.viewer, at=use.viewer.at
            ),
            drafting.answer_places([*told.answers, "obstacle"]),
        )
        return bodies.AttendanceTaken(reference=made.case.reference, entry=made.pk)

    return _once(request, sent_key, told, do)


@api.post(
    "/encompass/incidents", auth=incidents, response={201: bodies.IncidentTaken, **WRITE}, operation_id="sendIncident",
    summary="Send an incident of domestic abuse with its children", tags=["Operation Encompass"],
    url_name="api_send_incident",
)  # fmt: skip
def send_incident(request: HttpRequest, told: bodies.IncidentSent, sent_key: SentKey) -> HttpResponse:
    """Keeps the incident and tells each child's school or college, as the page does; where none is found, the council's
    officer. The same police reference again enters nothing twice; children who were not named before are added. What
    was said before is corrected in the browser only."""

    def do(use: KeyUse) -> Given:
        draft = drafting.incident(told, use)
        taken = drafting.mended(
            lambda: encompass.take_incident(draft=draft, by=use.viewer, at=use.viewer.at, source=drafting.source(use)),
            drafting.INCIDENT_PLACES,
        )
        became = encompass_incidents.became_of(use.viewer, taken.incident)
        return bodies.IncidentTaken(
            reference=taken.incident.reference, is_new=taken.is_new,
            children=[
                bodies.NoticeTaken(
                    key=sent.key, id=became[one.key].id, is_new=one.key in taken.added,
                    standing=became[one.key].standing, setting=became[one.key].setting,
                )
                for sent, one in zip(told.children, draft.children, strict=True)
            ],
        )  # fmt: skip

    return _once(request, sent_key, told, do, "/api/v1/encompass/incidents/{reference}")


@api.get(
    "/encompass/incidents/{reference}", auth=incidents, response={200: bodies.IncidentProgress, **READ},
    operation_id="incidentProgress", summary="How far the notices of an incident are", tags=["Operation Encompass"],
    url_name="api_incident_progress",
)  # fmt: skip
def incident_progress(request: HttpRequest, reference: str) -> Any:
    """Of an incident that your force sent: which setting has acknowledged, which is silent. Nothing of the child."""
    return encompass_incidents.incident_progress(_use(request).viewer, reference)


def views() -> dict[str, Any]:
    """The view of each operation, by its URL name."""
    patterns = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    return {one.name: one.callback for one in patterns if one.name and one.name != "api-root"}
