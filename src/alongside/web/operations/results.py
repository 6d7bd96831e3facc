"""Results: counts on the ladder from arrest to sentence, and the part that only the police see."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse

from alongside.partners.roles import Permission
from alongside.places import actions, operating
from alongside.places.operating import OperationTold, ResultTold
from alongside.places.operation_results import DEFINITIONS
from alongside.places.operation_states import Rung
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.wording import day
from alongside.web.operations.forms import PoliceNoteForm, ResultForm, offer
from alongside.web.operations.reading import to_run
from alongside.web.operations.steps import step, when

P = Permission


@dataclass(frozen=True, slots=True)
class LadderRow:
    rung: Rung
    unit: str
    definition: str
    count: str
    as_of: str
    source: str
    reason: str
    before: str
    is_recorded: bool


def ladder(told: OperationTold, found: list[ResultTold]) -> list[LadderRow]:
    """Every rung to those who write the counts; to others those of which there is one."""
    held = {one.rung: one for one in found}
    rungs = Rung if told.may_run else [rung for rung in Rung if rung in held]
    return [_row(rung, held.get(rung)) for rung in rungs]


def _row(rung: Rung, one: ResultTold | None) -> LadderRow:
    definition = DEFINITIONS[rung]
    if one is None:
        return LadderRow(rung, definition.unit, definition.words, "Not written yet", "", "", "", "", False)
    before = ", ".join(f"{total} as of {day(as_of)}" for as_of, total in one.before)
    count = "Held back: a small count" if one.total is None else f"{one.total:,}"
    return LadderRow(
        rung, one.unit, one.definition, count, day(one.as_of), one.source, one.reason, before, True
    )  # fmt: skip


@page(P.RUN_OPERATIONS)
@get_or_post
def write(request: PageRequest, reference: str, rung: str) -> HttpResponse:
    told = to_run(request, reference)
    if rung not in Rung.values:
        raise Http404
    form = ResultForm(sent(request), initial={"as_of": request.viewer.day})

    def act() -> str:
        actions.record_result(reference=reference, rung=rung, **form.cleaned_data, **when(request))
        return f"{Rung(rung).label}: the count is kept."

    text = DEFINITIONS[Rung(rung)].words
    back = ("operation_results", reference)
    return step(
        request, form, str(Rung(rung).label), act, back, button="Keep the count", text=text, caption=told.name
    )  # fmt: skip


@page(P.SEE_POLICE_ONLY)
@get_or_post
def police_only(request: PageRequest, reference: str) -> HttpResponse:
    """References of the police's own system. Each reading is in the log before it is shown."""
    notes = operating.police_only(request.viewer, reference)
    told = operating.operation(request.viewer, reference)
    form = PoliceNoteForm(sent(request))
    offer(form, rung=[(one.value, str(one.label)) for one in Rung])

    def act() -> str:
        actions.keep_police_note(reference=reference, **form.cleaned_data, **when(request))
        return "Kept, for your own agency only."

    back = ("operation_police_only", reference)
    more = {"operation": told, "notes": notes}
    return step(request, form, "Police only", act, back, template="operations/police_only.html", more=more)
