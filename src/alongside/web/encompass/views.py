"""What a school does with its notices, and what the council's officers do with theirs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.roles import Permission
from alongside.support.actions import encompass_answering as answering
from alongside.support.actions import encompass_routing as routing
from alongside.support.encompass_states import OfferKind, SettingKind
from alongside.support.queries import encompass as queries
from alongside.support.queries import referral_choices
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.encompass.forms import OfferForm, OfficerForm, ReasonForm, SendOnForm
from alongside.web.encompass.steps import now_or_not, step, when

P = Permission


@page(P.ANSWER_ENCOMPASS, P.ROUTE_ENCOMPASS)
@require_safe
def notices(request: PageRequest) -> HttpResponse:
    done = "done" in request.GET
    part = queries.received(request.viewer, done=done, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    return render(request, "encompass/notices.html", {"rows": part.rows, "paging": paging(part), "done": done})


@page(P.ROUTE_ENCOMPASS)
@require_safe
def queue(request: PageRequest) -> HttpResponse:
    done = "done" in request.GET
    part = queries.queue(request.viewer, done=done, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {
        "rows": part.rows, "paging": paging(part), "done": done, "officers": queries.officers(request.viewer),
        "names_officers": request.viewer.may(P.NAME_ENCOMPASS_OFFICER),
    }  # fmt: skip
    return render(request, "encompass/queue.html", context)


@page(P.ANSWER_ENCOMPASS, P.ROUTE_ENCOMPASS)
@require_safe
def notice(request: PageRequest, reference: str) -> HttpResponse:
    answering.open_notice(reference=reference, **when(request))
    shown = queries.notice_page(request.viewer, reference)
    to_refer = referral_choices.pathways_for(request.viewer) if request.viewer.may(P.REFER) else []
    context = {"shown": shown, "row": shown.row, "officer": shown.row.kind is SettingKind.OFFICER}
    return render(request, "encompass/notice.html", {**context, "pathways": to_refer})


@page(P.ANSWER_ENCOMPASS, P.ROUTE_ENCOMPASS)
@require_POST
def acknowledge(request: PageRequest, reference: str) -> HttpResponse:
    def act() -> str:
        made = answering.acknowledge(reference=reference, **when(request))
        return f"{made.holder.name} can see that you have seen it and will act."

    return now_or_not(request, act, ("encompass_notice", reference))


@page(P.ANSWER_ENCOMPASS, P.ROUTE_ENCOMPASS)
@get_or_post
def offer(request: PageRequest, reference: str) -> HttpResponse:
    shown = queries.notice_page(request.viewer, reference)
    form = OfferForm(sent(request))

    def act() -> str:
        given = form.cleaned_data
        answering.record_offer(reference=reference, kind=given["kind"], note=given["note"], **when(request))
        return f"Recorded: {OfferKind(given['kind']).label}."

    text = "Tell only the staff who need to know. You need not ask the child about last night."
    return step(
        request, form, "Record what was offered", act, ("encompass_notice", reference), text=text,
        caption=shown.row.child.name,
    )  # fmt: skip


@page(P.ANSWER_ENCOMPASS, P.ROUTE_ENCOMPASS)
@get_or_post
def give_back(request: PageRequest, reference: str) -> HttpResponse:
    shown = queries.notice_page(request.viewer, reference)
    form = ReasonForm(sent(request), label="Why?", hint="If you know where the child learns now, say so.")

    def act() -> str:
        answering.return_notice(reference=reference, reason=form.cleaned_data["reason"], **when(request))
        return "Thank you. The council’s officer has the notice, and you no longer see it."

    return step(
        request, form, "Not our child any more", act, ("encompass_notice", reference), done=("encompass_notices",),
        button="Send it back", caption=shown.row.child.name,
    )  # fmt: skip


@page(P.ANSWER_ENCOMPASS, P.ROUTE_ENCOMPASS)
@require_POST
def concern(request: PageRequest, reference: str) -> HttpResponse:
    key = answering.draft_concern(reference=reference, **when(request))
    messages.info(request, "The child is filled in. Write what you saw yourself, then send it to the front door.")
    return redirect("concern_draft", key)


@page(P.ROUTE_ENCOMPASS)
@get_or_post
def send_on(request: PageRequest, reference: str) -> HttpResponse:
    shown = queries.notice_page(request.viewer, reference)
    form = SendOnForm(sent(request)).offer(queries.schools_to_tell(request.viewer), routing.AT_HOME)

    def act() -> str:
        given = form.cleaned_data
        made = routing.send_on(reference=reference, to=given["to"], reason=given["reason"], **when(request))
        return f"{made.setting} has the notice now."

    return step(
        request, form, "Send it on", act, ("encompass_waiting", reference), done=("encompass_queue",),
        caption=shown.row.child.name,
    )  # fmt: skip


@page(P.ROUTE_ENCOMPASS)
@get_or_post
def settle(request: PageRequest, reference: str) -> HttpResponse:
    shown = queries.notice_page(request.viewer, reference)
    form = ReasonForm(sent(request), label="Whom did you tell, and how?")

    def act() -> str:
        routing.settle(reference=reference, reason=form.cleaned_data["reason"], **when(request))
        return "Settled. The police can see that, and not your words."

    return step(
        request, form, "Settled another way", act, ("encompass_waiting", reference), done=("encompass_queue",),
        text="For a child whom no setting here can have: a health visitor, or a school of another borough, was told.",
        caption=shown.row.child.name,
    )  # fmt: skip


@page(P.NAME_ENCOMPASS_OFFICER)
@get_or_post
def officer(request: PageRequest) -> HttpResponse:
    form = OfficerForm(sent(request)).offer(queries.who_may_be_officer(request.viewer))

    def act() -> str:
        given: dict[str, Any] = form.cleaned_data
        made = routing.name_officer(queue=given["queue"], username=given["username"], **when(request))
        return f"{made.member.name} is told of new notices from now on."

    return step(request, form, "Name an officer", act, ("encompass_queue",))
