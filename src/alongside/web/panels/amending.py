"""Putting right what a panel did, each a small page with the reason."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.support.actions import panel_amending as amending
from alongside.support.queries import own_words
from alongside.support.queries.agenda_items import agenda_item
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.panels.forms import AmendForm, CorrectActionForm, TakeBackForm, UninviteForm
from alongside.web.panels.steps import item_step, step, when


@page(Permission.RUN_PANELS)
@get_or_post
def decision(request: PageRequest, id: UUID) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    form = AmendForm(
        sent(request),
        initial={"changes": shown.changes, "decision": shown.decision, "review_on": shown.review_on},
    )

    def act() -> str:
        amending.amend_decision(item_id=id, **form.cleaned_data, **when(request))
        return "Amended. What stood before is kept, with your reason."

    text = (
        "The words that stand now are kept beside yours, for you and whoever works the case. Everybody else who may open "
        "the case reads that the decision was amended, and why."
    )
    return item_step(request, id, form, "Amend the decision", act, text=text)


@page(Permission.SIT_ON_PANELS)
@get_or_post
def action(request: PageRequest, id: UUID, action_id: int) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    there = next((one for one in shown.actions if one.id == action_id), None)
    if there is None:
        raise refuse(request.viewer, "panel action", str(action_id), "no such action of this case")
    form = CorrectActionForm(sent(request), initial={"changes": there.changes, "outcome": there.outcome})

    def act() -> str:
        made = amending.correct_panel_action(action_id=action_id, **form.cleaned_data, **when(request))
        return f"{made.get_state_display()}. What stood before is kept."

    text = f"It stands as “{there.state.lower()}”: {there.what}"
    return item_step(request, id, form, "Correct how it ended", act, text=text)


@page(Permission.SIT_ON_PANELS)
@get_or_post
def take_back(request: PageRequest, id: UUID, contribution: int) -> HttpResponse:
    told = own_words.told_once(request.viewer, id, contribution)
    form = TakeBackForm(sent(request))

    def act() -> str:
        amending.take_back_contribution(contribution_id=contribution, **form.cleaned_data, **when(request))
        return "Taken back. No other agency and no minutes have it from now on."

    back: tuple[Any, ...] = ("panel_item", id) if told.case_page else ("panel_told",)
    more = {"told": told}
    return step(request, form, "Take back what you told", act, back, template="panels/take_back.html", more=more)


@page(Permission.SIT_ON_PANELS)
@require_safe
def every_word(request: PageRequest) -> HttpResponse:
    """What the agency itself told panels, also where its invitation has ended."""
    part = own_words.told_to_panels(request.viewer, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    return render(request, "panels/told.html", {"rows": part.rows, "paging": paging(part)})


@page(Permission.RUN_PANELS)
@get_or_post
def uninvite(request: PageRequest, id: UUID) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    form = UninviteForm(sent(request)).offer(shown.may_uninvite)

    def act() -> str:
        amending.uninvite(item_id=id, **form.cleaned_data, **when(request))
        return "Taken back. The agency sees nothing more of this case through the panel."

    text = (
        "The agency sees nothing more of this case through the panel. What it told stays until it takes it back itself; "
        "what it has read is not undone."
    )
    return item_step(request, id, form, "Take back an invitation", act, button="Take the invitation back", text=text)
