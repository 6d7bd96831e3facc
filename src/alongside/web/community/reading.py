"""What anybody may read: priorities, questions with their answers, networks, events, what Young Advisors found."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from alongside.community.queries import advisors as advised
from alongside.community.queries import public
from alongside.community.queries.wards import wards
from alongside.places import queries as places
from alongside.places.sources import open_keys
from alongside.places.states import ProblemState
from alongside.web.community.telling import page
from alongside.web.design.lists import page_number, paging
from alongside.web.design.tongue import PublicRequest, speaks

WHY = "Shows only what a moderator let be public; no person is in it."
FEW = 3


@speaks(WHY)
@require_safe
def home(request: PublicRequest) -> HttpResponse:
    newest, _part = public.posts(at=request.at)
    coming = public.events(at=request.at)[:FEW]
    open_now = public.priorities(at=request.at)[:FEW]
    return page(request, "home.html", {"newest": newest[:FEW], "coming": coming, "priorities": open_now})


@speaks(WHY)
@require_safe
def asked(request: PublicRequest) -> HttpResponse:
    ward, only = _ward(request), request.GET.get("only", "")
    rows, part = public.posts(at=request.at, ward_code=ward, only=only, page=page_number(request))
    late = public.late_posts(at=request.at)
    return page(
        request, "asked.html", {"posts": rows, "paging": paging(part), "only": only, "late": late, **_wards(ward)}
    )


@speaks(WHY)
@require_safe
def one_asked(request: PublicRequest, post_id: int) -> HttpResponse:
    found = public.post(post_id, at=request.at)
    if found is None:
        raise Http404
    return page(request, "asked_one.html", {"post": found})


@speaks(WHY)
@require_safe
def priorities(request: PublicRequest) -> HttpResponse:
    ward = _ward(request)
    context = {
        "open": public.priorities(at=request.at, ward_code=ward),
        "over": public.priorities(at=request.at, ward_code=ward, is_open=False),
    }
    return page(request, "priorities.html", {**context, **_wards(ward)})


@speaks(WHY)
@require_safe
def priority(request: PublicRequest, priority_id: int) -> HttpResponse:
    found = public.priority(priority_id, at=request.at)
    if found is None:
        raise Http404
    return page(request, "priority.html", {"priority": found, "problem": problem_of(found.problem_id)})


def problem_of(problem_id: int | None) -> dict[str, Any] | None:
    """Of the problem at a place only whether it is worked on: its words and outline are the partners'. Nothing where it
    came from what is not open to everybody who may see places."""
    found = places.problem(problem_id, sources=open_keys(frozenset())) if problem_id else None
    return {"is_open": found.state is ProblemState.OPEN, "since": found.raised_at} if found else None


@speaks(WHY)
@require_safe
def networks(request: PublicRequest) -> HttpResponse:
    ward = _ward(request)
    return page(request, "networks.html", {"networks": public.networks(ward_code=ward), **_wards(ward)})


@speaks(WHY)
@require_safe
def network(request: PublicRequest, network_id: int) -> HttpResponse:
    found = public.network(network_id)
    if found is None:
        raise Http404
    coming = public.events(at=request.at, network_id=network_id)
    return page(request, "network.html", {"network": found, "events": coming})


@speaks(WHY)
@require_safe
def events(request: PublicRequest) -> HttpResponse:
    ward = _ward(request)
    return page(request, "events.html", {"events": public.events(at=request.at, ward_code=ward), **_wards(ward)})


@speaks(WHY)
@require_safe
def advisors(request: PublicRequest) -> HttpResponse:
    rows, part = advised.advice(at=request.at, page=page_number(request))
    return page(request, "advisors.html", {"surveys": advised.surveys(), "advice": rows, "paging": paging(part)})


def _ward(request: PublicRequest) -> str:
    return request.GET.get("ward", "")[:9]


def _wards(ward: str) -> dict[str, Any]:
    return {"wards": wards(), "ward": ward}
