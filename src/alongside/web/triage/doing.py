"""What is done with a concern: each step a small page (or one button), one domain call, and back to the concern."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.states import FieldGroup
from alongside.support.actions import asking, triage
from alongside.support.queries import working
from alongside.support.queries.working import Askable, Asking
from alongside.support.states import DECIDED_STATUSES
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.triage.forms import (
    AGREE,
    AskForm,
    DecideForm,
    FeedbackTextForm,
    RateForm,
    ReasonForm,
    SecondLookForm,
)


def done(request: PageRequest, reference: str, form: forms.Form, act: Callable[[], str]) -> HttpResponse | None:
    """Do what a valid form says and go back to the concern; what cannot stand goes to its field."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        words = act()
    except Invalid as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None
    messages.success(request, words)
    return redirect("triage_concern", reference)


def _when(request: PageRequest) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.viewer.at}


@page(Permission.TRIAGE)
@require_POST
def take(request: PageRequest, reference: str) -> HttpResponse:
    triage.take(reference=reference, **_when(request))
    messages.success(request, "You work on this concern now.")
    return redirect("triage_concern", reference)


@page(Permission.TRIAGE)
@get_or_post
def rate(request: PageRequest, reference: str) -> HttpResponse:
    form = RateForm(sent(request))

    def act() -> str:
        given = form.cleaned_data
        triage.rate(reference=reference, level_code=given["level"], reason=given["reason"], **_when(request))
        return "The rating is kept. Earlier ratings stay on record."

    if answer := done(request, reference, form, act):
        return answer
    matter = working.matter(request.viewer, reference)
    meanings = {one.code: one.meaning for one in matter.levels}
    return render(request, "triage/rate.html", {"form": form.offer(matter), "matter": matter, "meanings": meanings})


@page(Permission.TRIAGE)
@get_or_post
def ask(request: PageRequest, reference: str) -> HttpResponse:
    """First which agency, then what; a link of the concern's page leads to the second at once."""
    code = request.GET.get("agency", "")
    form = AskForm(sent(request), initial={"groups": request.GET.getlist("group")})

    def act() -> str:
        asked = asking.ask(
            reference=reference, agency_code=code, groups=form.wanted(), question=form.cleaned_data["question"],
            **_when(request),
        )  # fmt: skip
        return f"{asked.agency.name} is asked. The request is {asked.reference}."

    if code and (answer := done(request, reference, form, act)):
        return answer
    shown = working.asking(request.viewer, reference)
    chosen = _askable(shown, code)
    if chosen is None:
        return render(
            request, "triage/ask_whom.html", {"alike": alike(shown.agencies), "matter": shown.matter, "unknown": code}
        )
    return render(request, "triage/ask.html", {"form": form.offer(chosen), "matter": shown.matter, "agency": chosen})


def alike(agencies: Iterable[Askable]) -> list[tuple[Askable, list[Askable]]]:
    """Agencies that may be asked for the same under the same agreements, together; the fewest first, so that one
    police and forty schools do not hide each other."""
    found: dict[tuple[tuple[FieldGroup, ...], tuple[str, ...]], list[Askable]] = {}
    for one in agencies:
        found.setdefault((one.groups, one.agreements), []).append(one)
    return [(several[0], several) for several in sorted(found.values(), key=len)]


def _askable(shown: Asking, code: str) -> Askable | None:
    return next((one for one in shown.agencies if one.code == code), None)


@page(Permission.TRIAGE)
@get_or_post
def decide(request: PageRequest, reference: str) -> HttpResponse:
    """Of two who decide at once the second sees both texts; hers stays in the form, and can be sent again."""
    form, collided = DecideForm(sent(request)), False

    def act() -> str:
        made = triage.decide_concern(reference=reference, **form.cleaned_data, **_when(request))
        if made.second_look_because:
            return f"Your decision waits for a manager: {made.second_look_because}"
        return "Your decision is kept. The referrer waits for feedback."

    try:
        if answer := done(request, reference, form, act):
            return answer
    except Stale as stale:
        collided = True
        form.add_error(None, str(stale))
    matter = working.matter(request.viewer, reference)
    context = {
        "form": form,
        "matter": matter,
        "collided": collided,
        "again": matter.status_code in DECIDED_STATUSES,
        # Only who has seen what a colleague wrote may go on from there.
        "version": matter.version if collided or not form.is_bound else form["version"].value(),
    }
    return render(request, "triage/decide.html", context)


@page(Permission.SECOND_LOOK)
@get_or_post
def second_look(request: PageRequest, reference: str) -> HttpResponse:
    form = SecondLookForm(sent(request))

    def act() -> str:
        agreed = form.cleaned_data["verdict"] == AGREE
        triage.look_again(reference=reference, agreed=agreed, text=form.cleaned_data["text"], **_when(request))
        return "You agreed. The referrer waits for feedback." if agreed else "The concern is back in triage."

    try:
        if answer := done(request, reference, form, act):
            return answer
    except Stale as stale:
        form.add_error(None, f"{stale} What a colleague wrote stands below; your words are still in the form.")
    matter = working.matter(request.viewer, reference, Permission.SECOND_LOOK)
    return render(request, "triage/second_look.html", {"form": form, "matter": matter})


@page(Permission.TRIAGE)
@get_or_post
def feedback(request: PageRequest, reference: str) -> HttpResponse:
    form = FeedbackTextForm(sent(request))

    def act() -> str:
        kind, text = form.cleaned_data["form"], form.chosen_text()
        try:
            triage.give_feedback(reference=reference, form=kind, text=text, **_when(request))
        except Invalid as problem:
            raise Invalid(str(problem), form.field_of(problem.field)) from problem
        return "The referrer is told. The concern is closed."

    if answer := done(request, reference, form, act):
        return answer
    matter = working.matter(request.viewer, reference)
    return render(request, "triage/feedback.html", {"form": form.begin(matter), "matter": matter})


@page(Permission.TRIAGE)
@get_or_post
def reopen(request: PageRequest, reference: str) -> HttpResponse:
    form = ReasonForm(sent(request), label="Why it goes back into triage")

    def act() -> str:
        triage.reopen(reference=reference, reason=form.cleaned_data["reason"], **_when(request))
        return "The concern is back in triage. What was decided stays on record."

    if answer := done(request, reference, form, act):
        return answer
    return render(request, "triage/reopen.html", {"form": form, "matter": working.matter(request.viewer, reference)})


@page(Permission.TRIAGE)
@get_or_post
def pause(request: PageRequest, reference: str) -> HttpResponse:
    form = ReasonForm(sent(request), label="Why the clock stands still", help_text="For example: the family is away.")

    def act() -> str:
        triage.pause(reference=reference, reason=form.cleaned_data["reason"], **_when(request))
        return "The clock stands still until you let it run on."

    if answer := done(request, reference, form, act):
        return answer
    return render(request, "triage/pause.html", {"form": form, "matter": working.matter(request.viewer, reference)})


@page(Permission.TRIAGE)
@require_POST
def resume(request: PageRequest, reference: str) -> HttpResponse:
    try:
        triage.resume(reference=reference, **_when(request))
        messages.success(request, "The clock runs on.")
    except Invalid as problem:
        messages.warning(request, str(problem))
    return redirect("triage_concern", reference)
