"""Planning an operation: begun, agencies, findings, protocol and its lock, tactics, stages."""

from collections.abc import Callable

from django.forms import Form
from django.http import Http404, HttpResponse

from alongside.partners.roles import Permission
from alongside.places import actions, operating, queries
from alongside.places.operating import OperationTold, ProtocolTold
from alongside.places.operation_states import Stage, TacticKind
from alongside.places.sources import open_keys
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.operations.choices import (
    agencies_running,
    agencies_to_ask,
    district_asked,
    districts,
    kind_asked,
    kinds_of,
    wards_of,
)
from alongside.web.operations.forms import (
    AgencyForm,
    FindingForm,
    GiveUpForm,
    LockForm,
    ReasonForm,
    StartForm,
    TacticForm,
    offer,
)
from alongside.web.operations.protocol_forms import ProtocolForm
from alongside.web.operations.reading import to_run
from alongside.web.operations.steps import Led, step, when

P = Permission


@page(P.RUN_OPERATIONS)
@get_or_post
def start(request: PageRequest) -> HttpResponse:
    """`?problem=7` takes a problem to work on; otherwise areas are ticked or corners typed."""
    found = None
    if asked := request.GET.get("problem", ""):
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
        found = queries.problem(number, sources=open_keys(request.viewer.permissions))
        if found is None:
            raise Http404
    offered = districts()
    district = district_asked(request, offered)
    form = StartForm(
        sent(request), problem_id=found.id if found else None, areas=wards_of(district, request.POST.getlist("areas")),
        agencies=agencies_to_ask(request.viewer), initial={"why": found.why} if found else {},
    )  # fmt: skip

    def act() -> Led:
        reference = actions.start_operation(
            draft=form.draft(), sent_key=form.cleaned_data["sent_key"], **when(request)
        )  # fmt: skip
        words = "The operation is begun, in scanning. Write down what is known of the problem."
        return Led(words, ("operation", reference))

    more = {"problem": found, "districts": offered, "district": district}
    return step(request, form, "Begin an operation", act, ("operations",), template="operations/new.html", more=more)


@page(P.RUN_OPERATIONS)
@get_or_post
def agency(request: PageRequest, reference: str) -> HttpResponse:
    told = to_run(request, reference)
    form = AgencyForm(sent(request))
    running = {code for code, _ in told.agencies}
    offer(form, agency=[one for one in agencies_to_ask(request.viewer, with_schools=True) if one[0] not in running])

    def act() -> str:
        actions.add_agency(reference=reference, agency_code=form.cleaned_data["agency"], **when(request))
        return "The agency runs the operation too: its members see it, and answer their taskings."

    text = "Its members with a part in operations see all of it, save what only the police hold."
    return _step(request, told, form, "Add an agency", act, text=text)


@page(P.RUN_OPERATIONS)
@get_or_post
def finding(request: PageRequest, reference: str) -> HttpResponse:
    told = to_run(request, reference)
    form = FindingForm(sent(request))

    def act() -> str:
        given = form.cleaned_data
        actions.note_finding(
            reference=reference, text=given["text"], run_id=given["run"], sent_key=given["sent_key"], **when(request)
        )
        return "The finding is kept."

    return _step(request, told, form, "Write down what was found", act, text=_ASKED.get(told.stage, ""))


# What each stage has to find out, in the words of problem solving.
_ASKED = {
    Stage.SCANNING: "Scanning: what happens here again and again, whom does it harm, when, and who says so?",
    Stage.ANALYSIS: "Analysis: why here and why then? What draws people, what is missing, what was tried before?",
    Stage.RESPONSE: "Response: what works as planned, what does not, what was changed on the way?",
    Stage.ASSESSMENT: "Assessment: is the problem smaller? Was it done as planned? What is not known?",
}


@page(P.RUN_OPERATIONS)
@get_or_post
def stage(request: PageRequest, reference: str, to: str) -> HttpResponse:
    """A stage is moved only when what it needs is there; the page says what is missing."""
    told = to_run(request, reference)
    move = next((one for one in told.moves if one.to == to), None)
    if move is None:
        raise Http404
    form = ReasonForm(sent(request))

    def act() -> str:
        actions.move_stage(reference=reference, to=to, reason=form.cleaned_data["reason"], **when(request))
        return (
            f"The operation is in {move.to.label.lower()}." if move.to in _ASKED else f"It is {move.to.label.lower()}."
        )

    title = f"On to {move.to.label.lower()}" if move.to in _ASKED else f"The operation is {move.to.label.lower()}"
    return _step(request, told, form, title, act, text=move.why_not, button="Move it")


@page(P.RUN_OPERATIONS)
@get_or_post
def protocol(request: PageRequest, reference: str) -> HttpResponse:
    """Write a version; what was written before stands in the form. After the lock it is a change with a reason."""
    told = to_run(request, reference)
    newest, held = told.newest, operating.sources_to_judge_by(request.viewer)
    offered = districts()
    district = district_asked(request, offered)
    unit_kinds = kinds_of(district)
    kind = kind_asked(request, unit_kinds)
    chosen = [
        key for name in ("target_areas", "comparison_areas", "buffer_areas") for key in request.POST.getlist(name)
    ]
    if newest:
        chosen += [*newest.target_areas, *newest.comparison_areas, *newest.buffer_areas]
    form = ProtocolForm(
        sent(request), sources=held,
        areas=wards_of(district, chosen, kind), is_locked=told.first_locked is not None, initial=_initial(newest),
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        number = actions.write_protocol(
            reference=reference, draft=form.draft(), version=given["version"], reason=given.get("reason", ""),
            sent_key=given["sent_key"], **when(request),
        )  # fmt: skip
        return f"Version {number} of the protocol is kept."

    more = {
        "operation": told,
        "districts": offered,
        "district": district,
        "newest": newest,
        "unit_kinds": unit_kinds,
        "unit": kind,
    }
    return step(
        request, form, "Protocol", act, ("operation", reference), button="Keep this version", caption=told.name,
        template="operations/protocol.html", more=more,
    )  # fmt: skip


def _initial(newest: ProtocolTold | None) -> dict[str, object]:
    if newest is None:
        return {"version": 0, "buffer_metres": 400}
    names = (
        "outcome", "source", "kinds", "definition", "baseline_from", "starts_on", "ends_on", "target_areas",
        "comparison_areas", "buffer_metres", "buffer_areas",
    )  # fmt: skip
    return {"version": newest.number, **{name: getattr(newest, name) for name in names}}


@page(P.RUN_OPERATIONS)
@get_or_post
def lock(request: PageRequest, reference: str) -> HttpResponse:
    told = to_run(request, reference)
    newest = told.newest
    form = LockForm(sent(request), initial={"version": newest.number if newest else 0})

    def act() -> str:
        given = form.cleaned_data
        actions.lock_protocol(
            reference=reference, version=given["version"], sent_key=given["sent_key"], **when(request)
        )
        return "The protocol is locked. Whatever is changed from now on, everybody sees."

    more = {"operation": told, "newest": newest}
    return step(
        request, form, "Lock the protocol", act, ("operation", reference), caption=told.name, more=more,
        template="operations/lock.html",
    )  # fmt: skip


@page(P.RUN_OPERATIONS)
@get_or_post
def tactic(request: PageRequest, reference: str) -> HttpResponse:
    told = to_run(request, reference)
    form = TacticForm(sent(request))
    offer(form, doer_code=agencies_running(told))

    def act() -> str:
        actions.set_tactic(reference=reference, **form.cleaned_data, **when(request))
        return f"{TacticKind(form.cleaned_data['kind']).label} is taken up."

    return _step(request, told, form, "Choose a tactic", act)


@page(P.RUN_OPERATIONS)
@get_or_post
def give_up(request: PageRequest, reference: str, kind: str, doer: str) -> HttpResponse:
    told = to_run(request, reference)
    found = next((one for one in told.tactics if (one.kind, one.doer_code) == (kind, doer)), None)
    if found is None:
        raise Http404
    form = GiveUpForm(sent(request))

    def act() -> str:
        actions.set_tactic(
            reference=reference, kind=kind, doer_code=doer, is_used=False, **form.cleaned_data, **when(request)
        )
        return f"{found.kind.label} is given up."

    return _step(request, told, form, f"Give up: {found.kind.label.lower()}, {found.doer}", act, button="Give it up")


def _step(
    request: PageRequest, told: OperationTold, form: Form, title: str, act: Callable[[], str], *, button: str = "",
    text: str = "",
) -> HttpResponse:  # fmt: skip
    back = ("operation", told.reference)
    return step(request, form, title, act, back, button=button, text=text, caption=told.name)
