"""What is done with a case: each step a small page, one domain call, and back to the case."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.people import queries as people
from alongside.support.actions import cases as work
from alongside.support.actions.bringing import bring_to_panel
from alongside.support.actions.referring import Referral, refer
from alongside.support.actions.transferring import transfer_case
from alongside.support.case_parts import stage_label
from alongside.support.definitions.parts import EntryKind, Move, Who
from alongside.support.queries import cases, directory, referral_choices
from alongside.support.queries.cases import CasePage, StepShown
from alongside.support.queries.origins import Origin, origin
from alongside.support.queries.panels_of_case import panels_of_case
from alongside.web.cases.forms import (
    NO_MEETING,
    CorrectionForm,
    EntryForm,
    LookForm,
    MoveForm,
    ReferForm,
    TellForm,
    TransferForm,
    WhyForm,
    WorkerForm,
)
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.who import WhoForm
from alongside.web.design.wording import moment

LONDON = ZoneInfo("Europe/London")
STEP = "step"


@page(Permission.REFER)
@get_or_post
def start(request: PageRequest, pathway: str) -> HttpResponse:
    """Who it is, then what the pathway asks. Both are posted: no name ever stands in an address."""
    asked = referral_choices.referral_asked(request.viewer, pathway)
    led = origin(request.viewer, request.GET.get("from", ""))
    known = {"given": led.given, "family": led.family, "date_of_birth": led.born} if led else None
    who = WhoForm(sent(request), initial=known)
    if request.method != "POST" or not who.is_valid():
        return render(request, "cases/who.html", {"asked": asked, "form": who, "led": led})
    found = people.search(request.viewer, who.terms())
    second = request.POST if STEP in request.POST else None
    first = {
        "sent_key": uuid4().hex,
        "receiver": request.GET.get("to", ""),
        "record": str(led.record_id) if led else "",
    }
    form = ReferForm(second, questions=asked.definition.questions, initial=first)
    fits = directory.fit_at(request.viewer, pathway, who.cleaned_data["date_of_birth"])
    form.offer(found, sorted(asked.receivers, key=lambda one: not fits.get(one[0], (True, ""))[0]), fits)
    if second is not None and form.is_valid() and (answer := _refer(request, pathway, who, form, led)):
        return answer
    return render(request, "cases/refer.html", {"asked": asked, "who": who, "form": form, "found": found, "led": led})


def _refer(
    request: PageRequest, pathway: str, who: WhoForm, form: ReferForm, led: Origin | None
) -> HttpResponse | None:
    given = form.cleaned_data
    referral = Referral(
        pathway=pathway, child=who.child(), answers=form.answers(), consent=given["consent"],
        consent_reason=given["consent_reason"], receiver=given.get("receiver") or "", record_id=form.record_id(),
        sent_key=f"form-{given['sent_key']}" if given["sent_key"] else "", fairness=form.fairness(),
        from_matter=led.matter if led else "",
    )  # fmt: skip
    try:
        made = refer(referral=referral, by=request.viewer, at=request.viewer.at)
    except Invalid as problem:
        _put(form, problem)
        return None
    if made.held_because:
        messages.warning(request, made.held_because)
    else:
        messages.success(request, f"{made.receiver.name} has your referral. Its reference is {made.reference}.")
    return redirect("case", made.reference)


def _put(form: Any, problem: Invalid) -> None:
    place = getattr(form, "field_of", lambda key: key if key in form.fields else None)(problem.field)
    form.add_error(place, str(problem))


def _step(
    request: PageRequest, reference: str, form: Any, title: str, act: Callable[[CasePage], str], *, button: str = "",
    text: str = "", shown: CasePage | None = None, asked: StepShown | None = None,
) -> HttpResponse:  # fmt: skip
    """One small page: what cannot stand goes to its field, a collision is told, and nothing typed is lost."""
    before = shown or cases.case_page(request.viewer, reference)
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act(before))
            return redirect("case", reference)
        except Invalid as problem:
            _put(form, problem)
        except Stale as problem:
            form.add_error(None, str(problem))
    context = {"shown": before, "form": form, "title": title, "button": button or title, "text": text, "asked": asked}
    return render(request, "cases/step.html", context)


def _when(request: PageRequest) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.viewer.at}


@page(Permission.REFER, Permission.WORK_CASES)
@get_or_post
def move(request: PageRequest, reference: str, code: str) -> HttpResponse:
    shown = cases.case_page(request.viewer, reference)
    rule = next((one for one in shown.moves if one.code == code), None)
    if rule is None:
        return _not_now(request, reference)
    form = MoveForm(sent(request), questions=rule.asks, initial={"changes": shown.changes})
    form.offer(_could_hear(request, shown, rule))

    def act(_: CasePage) -> str:
        given = form.cleaned_data
        decided = {
            "reference": reference, "move": code, "answers": form.answers(), "reason": given["reason"],
            "changes": given["changes"], **_when(request),
        }  # fmt: skip
        if given.get("meeting", NO_MEETING) != NO_MEETING:
            bring_to_panel(meeting_id=UUID(given["meeting"]), **decided)
            return f"{rule.label}: kept. The case is proposed. The chair decides whether it is heard."
        made = work.move_case(**decided)
        if rule.second_look:
            return "Your decision waits for a second look."
        return f"{rule.label}: kept. The case stands at “{stage_label(made)}” now."

    return _step(request, reference, form, rule.label, act, text=_what_follows(rule, shown), shown=shown)


def _could_hear(request: PageRequest, shown: CasePage, rule: Move) -> list[tuple[str, str]]:
    """The meetings for which whoever works the case may propose it in the same step."""
    if rule.code not in shown.to_panel or Who.WORKER not in shown.parts:
        return []
    found = panels_of_case(request.viewer, shown.reference, shown.pathway_code)
    return [(str(one.meeting), f"{one.panel}, {moment(one.starts_at)}") for one in found.could_hear]


def _what_follows(rule: Move, shown: CasePage) -> str:
    """Before a decision: who must agree, and that an end sends nothing anywhere by itself."""
    told = ["A second person looks at this decision before it counts."] if rule.second_look else []
    if rule.code in shown.ending:
        told.append(
            "The case ends with this, and its clocks stop. Nothing goes to another agency by itself: if somebody else is "
            "to go on, raise a concern, refer or hand over as well."
        )
    return " ".join(told)


def _not_now(request: PageRequest, reference: str) -> HttpResponse:
    messages.warning(request, "That is not open at the stage where the case stands. Here is how it stands now.")
    return redirect("case", reference)


@page(Permission.REFER, Permission.WORK_CASES)
@get_or_post
def write(request: PageRequest, reference: str, kind: str) -> HttpResponse:
    shown = cases.case_page(request.viewer, reference)
    rule = next((one for one in shown.may_write if one.code == kind), None)
    if rule is None:
        return _not_now(request, reference)
    form = EntryForm(sent(request), questions=rule.asks, initial={"happened_on": request.viewer.day})
    return _entry(request, reference, rule, form, shown, None)


@page(Permission.REFER, Permission.WORK_CASES)
@get_or_post
def correct(request: PageRequest, reference: str, entry: int) -> HttpResponse:
    """An entry anew, with the reason; the first one stays to be read."""
    shown = cases.case_page(request.viewer, reference)
    earlier = next((one for one in shown.entries if one.id == entry and one.may_correct), None)
    rule = next((one for one in shown.may_write if earlier and one.label == earlier.label), None)
    if earlier is None or rule is None:
        return _not_now(request, reference)
    happened = earlier.happened_at.astimezone(LONDON)
    form = CorrectionForm(
        sent(request), questions=rule.asks, initial={"happened_on": happened.date(), "happened_at": happened.time()}
    )
    return _entry(request, reference, rule, form, shown, entry)


def _entry(
    request: PageRequest, reference: str, rule: EntryKind, form: EntryForm, shown: CasePage, corrects: int | None
) -> HttpResponse:
    def act(_: CasePage) -> str:
        given = form.cleaned_data
        work.write_entry(
            reference=reference, kind=rule.code, happened_at=_moment(form, request.viewer.at), answers=form.answers(),
            corrects=corrects, correction_reason=given.get("correction_reason", ""), **_when(request),
        )  # fmt: skip
        return f"Kept: {rule.label}."

    return _step(request, reference, form, rule.label, act, button="Keep it", shown=shown)


def _moment(form: forms.Form, now: datetime) -> datetime:
    """The moment that was entered; a day without a time is midday of that day, or now, whichever is sooner."""
    day, at = form.cleaned_data["happened_on"], form.cleaned_data["happened_at"]
    entered = datetime.combine(day, at or time(12), LONDON).astimezone(UTC)
    is_today = day == now.astimezone(LONDON).date()
    return min(entered, now) if at is None and is_today else entered


@page(Permission.MANAGE_CASES)
@get_or_post
def look(request: PageRequest, reference: str) -> HttpResponse:
    shown = cases.case_page(request.viewer, reference)
    if shown.asked is None:
        messages.warning(request, "No decision of this case waits for a second look.")
        return redirect("case", reference)
    form = LookForm(sent(request))

    def act(_: CasePage) -> str:
        agreed = form.cleaned_data["verdict"] == "agree"
        work.look_at_case(reference=reference, agreed=agreed, text=form.cleaned_data["text"], **_when(request))
        return "You agreed: the decision counts." if agreed else "The decision was sent back."

    return _step(request, reference, form, "Second look", act, button="Keep my answer", shown=shown, asked=shown.asked)


@page(Permission.WORK_CASES)
@get_or_post
def tell(request: PageRequest, reference: str) -> HttpResponse:
    form = TellForm(sent(request))

    def act(_: CasePage) -> str:
        work.tell_referrer(
            reference=reference, text=form.cleaned_data["text"],
            reason_for_none=form.cleaned_data["what"] == "nothing", **_when(request),
        )  # fmt: skip
        return "The referrer can read it now." if form.cleaned_data["what"] == "words" else "The reason is kept."

    return _step(request, reference, form, "Tell the referrer", act)


@page(Permission.WORK_CASES)
@get_or_post
def give(request: PageRequest, reference: str) -> HttpResponse:
    form = WorkerForm(sent(request)).offer(referral_choices.case_workers(request.viewer))

    def act(_: CasePage) -> str:
        made = work.take_case(reference=reference, worker=form.cleaned_data["worker"], **_when(request))
        return f"{made.worker.name if made.worker else 'Nobody'} works on this case now."

    return _step(request, reference, form, "Say whose case it is", act, button="Keep it")


@page(Permission.REFER)
@get_or_post
def withdraw(request: PageRequest, reference: str) -> HttpResponse:
    form = WhyForm(sent(request))

    def act(_: CasePage) -> str:
        work.withdraw_case(reference=reference, reason=form.cleaned_data["reason"], **_when(request))
        return "Your referral is taken back. Everything stays to be read."

    return _step(request, reference, form, "Take the referral back", act)


@page(Permission.MANAGE_CASES)
@get_or_post
def transfer(request: PageRequest, reference: str) -> HttpResponse:
    before = cases.case_page(request.viewer, reference)
    form = TransferForm(sent(request)).offer(referral_choices.other_receivers(request.viewer, before.pathway_code))

    def act(shown: CasePage) -> str:
        made = transfer_case(
            reference=reference, receiver=form.cleaned_data["receiver"], reason=form.cleaned_data["reason"],
            **_when(request),
        )  # fmt: skip
        return f"{made.receiver.name} has the case now."

    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act(before))
            return redirect("case_queue", before.pathway_code)
        except Invalid as problem:
            _put(form, problem)
    text = (
        "The case begins there anew, with its own clocks. What was done stays to be read; your agency sees it no more."
    )
    context = {
        "shown": before,
        "form": form,
        "title": "Give the case to another agency on this pathway",
        "button": "Give it away",
        "text": text,
    }
    return render(request, "cases/step.html", context)


@page(Permission.WORK_CASES)
@get_or_post
def reopen(request: PageRequest, reference: str) -> HttpResponse:
    form = WhyForm(sent(request))

    def act(_: CasePage) -> str:
        work.reopen_case(reference=reference, reason=form.cleaned_data["reason"], **_when(request))
        return "The case is taken up again."

    return _step(request, reference, form, "Take the case up again", act)
