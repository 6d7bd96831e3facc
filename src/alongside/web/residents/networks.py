"""The one who runs a network: its words, its events, who would like to join."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.community.actions import networks as acting
from alongside.community.errors import CommunityRefused
from alongside.community.queries import kept
from alongside.community.queries.wards import wards
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.residents.doing import done
from alongside.web.residents.forms import EventForm, NetworkForm, ReplyForm

runners = page(Permission.RUN_NETWORK)
READ_FIRST = "Kept. It is public once a moderator has read it."


@runners
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    return render(request, "residents/networks.html", {"networks": kept.our_networks(request.viewer)})


@runners
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    form = NetworkForm(sent(request), wards=wards())
    made: list[int] = []

    def keep() -> None:
        made.append(
            acting.offer_network(
                draft=form.draft(), sent_key=form.cleaned_data["sent_key"], by=request.viewer, at=request.viewer.at
            )
        )

    if done(form, keep):
        messages.success(request, READ_FIRST)
        return redirect("residents_network", made[0])
    return render(request, "residents/network_form.html", {"form": form, "network": None})


@runners
@require_safe
def one(request: PageRequest, network_id: int) -> HttpResponse:
    context = {
        "network": kept.network_kept(request.viewer, network_id),
        "events": kept.events_of(request.viewer, network_id),
        "wishes": kept.wishes(request.viewer, network_id),
    }
    return render(request, "residents/network.html", context)


@runners
@get_or_post
def change(request: PageRequest, network_id: int) -> HttpResponse:
    shown = kept.network_kept(request.viewer, network_id)
    form = NetworkForm(sent(request), wards=wards(), now=shown)
    if done(
        form,
        lambda: acting.change_network(
            network_id=network_id, draft=form.draft(), changes=form.cleaned_data["changes"] or 0, by=request.viewer,
            at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, READ_FIRST)
        return redirect("residents_network", network_id)
    return render(request, "residents/network_form.html", {"form": form, "network": shown})


@runners
@require_POST
def close(request: PageRequest, network_id: int) -> HttpResponse:
    kept.network_kept(request.viewer, network_id)
    try:
        acting.close_network(network_id=network_id, by=request.viewer, at=request.viewer.at)
        messages.success(request, "The network is off the list.")
    except CommunityRefused as refused:
        messages.warning(request, str(refused))
    return redirect("residents_networks")


@runners
@get_or_post
def new_event(request: PageRequest, network_id: int) -> HttpResponse:
    shown = kept.network_kept(request.viewer, network_id)
    form = EventForm(sent(request))
    if done(
        form,
        lambda: acting.offer_event(
            network_id=network_id, draft=form.draft(), sent_key=form.cleaned_data["sent_key"], by=request.viewer,
            at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, READ_FIRST)
        return redirect("residents_network", network_id)
    return render(request, "residents/event_form.html", {"form": form, "network_id": shown.id, "event": None})


@runners
@get_or_post
def change_event(request: PageRequest, event_id: int) -> HttpResponse:
    shown = kept.event_kept(request.viewer, event_id)
    form = EventForm(sent(request), now=shown)
    if done(
        form,
        lambda: acting.change_event(
            event_id=event_id, draft=form.draft(), changes=form.cleaned_data["changes"] or 0, by=request.viewer,
            at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, READ_FIRST)
        return redirect("residents_network", shown.network_id)
    return render(request, "residents/event_form.html", {"form": form, "network_id": shown.network_id, "event": shown})


@runners
@require_POST
def call_off(request: PageRequest, event_id: int) -> HttpResponse:
    shown = kept.event_kept(request.viewer, event_id)
    acting.call_off_event(event_id=event_id, by=request.viewer, at=request.viewer.at)
    messages.success(request, "It is called off. The list and the calendars say so.")
    return redirect("residents_network", shown.network_id)


@runners
@get_or_post
def wish(request: PageRequest, request_id: int) -> HttpResponse:
    shown = kept.wish(request.viewer, request_id)
    form = ReplyForm(sent(request), initial={"reply": shown.reply})
    if done(
        form,
        lambda: acting.reply_to_join(
            request_id=request_id, reply=form.cleaned_data["reply"], by=request.viewer, at=request.viewer.at
        ),
    ):
        messages.success(request, "Kept. It is read with the code.")
        return redirect("residents_network", shown.network_id)
    return render(request, "residents/wish.html", {"wish": shown, "form": form})
