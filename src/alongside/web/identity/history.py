"""How a child's records came together; taking them apart; undoing what was done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.people import actions, queries
from alongside.people.queries import HistoryEvent
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.identity.forms import DecisionForm, SplitForm
from alongside.web.identity.sentences import told


@page(Permission.REVIEW_IDENTITY)
@require_safe
def show(request: PageRequest, person: UUID) -> HttpResponse:
    history = queries.identity_history(request.viewer, person)
    context = {
        "history": history,
        "events": [told(one) for one in history.events],
        "possible": queries.possible_matches(request.viewer, [history.person_id]).get(history.person_id, ()),
        "may_restrict": request.viewer.may(Permission.RESTRICT_PERSON),
        "household": queries.household_of(request.viewer, history.person_id),
    }
    return render(request, "identity/history.html", context)


@page(Permission.REVIEW_IDENTITY)
@get_or_post
def split(request: PageRequest, person: UUID) -> HttpResponse:
    """Which records are another child's: by tick boxes, and with JavaScript by dragging, which ticks them."""
    history = queries.identity_history(request.viewer, person)
    form = SplitForm(sent(request)).offer(history.records)

    def act() -> UUID:
        return actions.split_person(
            person=history.person_id, records=form.chosen(), reason=form.cleaned_data["reason"],
            undo_earlier=form.cleaned_data["undo_earlier"], by=request.viewer, at=request.viewer.at,
        )  # fmt: skip

    if other := form.attempt(act):
        messages.success(request, "The records are two children now. Whoever read them before is told.")
        return redirect("identity_history", other)
    context = {"history": history, "form": form, "readers": queries.readers_of(request.viewer, history.person_id)}
    return render(request, "identity/split.html", context)


@page(Permission.REVIEW_IDENTITY)
@get_or_post
def undo(request: PageRequest, person: UUID, event: UUID) -> HttpResponse:
    history = queries.identity_history(request.viewer, person)
    form = DecisionForm(sent(request), label="Why it was wrong")

    def act() -> UUID:
        return actions.undo_identity_event(
            event_id=event, reason=form.cleaned_data["reason"], undo_earlier=form.cleaned_data["undo_earlier"],
            by=request.viewer, at=request.viewer.at,
        )  # fmt: skip

    if form.attempt(act):
        messages.success(request, "It is undone. Whoever read the records before is told.")
        return redirect("identity_history", person)
    context = {
        "history": history,
        "event": told(_event(request, history, event)),
        "form": form,
        "readers": queries.readers_of(request.viewer, history.person_id),
    }
    return render(request, "identity/undo.html", context)


def _event(request: PageRequest, history: queries.History, event: UUID) -> HistoryEvent:
    found = next((one for one in history.events if one.event_id == event), None)
    if found is None:
        raise refuse(request.viewer, "link", str(event), "no such event in this child's history")
    return found
