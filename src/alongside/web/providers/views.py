"""Sessions on a phone: the board, one session in a minute, a plan, a next step."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.support.actions import sessions as work
from alongside.support.attendance import MISSED
from alongside.support.queries import sessions
from alongside.support.queries.session_boards import session_board
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.providers.forms import LONDON, DropForm, FinishForm, PlanForm, SessionForm
from alongside.web.providers.steps import step, when


@page(Permission.WORK_CASES)
@require_safe
def board(request: PageRequest) -> HttpResponse:
    mine = "all" not in request.GET
    found = session_board(request.viewer, mine=mine, page=page_number(request))
    context = {"board": found, "mine": mine, "paging": paging(found.part)}
    return past_the_end(request, found.part) or render(request, "providers/board.html", context)


@page(Permission.WORK_CASES)
@get_or_post
def write(request: PageRequest, reference: str, key: UUID | None = None) -> HttpResponse:
    asked = sessions.session_asked(request.viewer, reference, key=key)
    form = SessionForm(sent(request), initial=_first(request, asked, key)).offer(asked)

    def act() -> str:
        given = form.cleaned_data
        attended = work.Attended(given["came"], given["obstacle"] or "", given["strand"], given["note"])
        work.write_session(
            reference=reference, key=key or given["key"], attended=attended, happened_at=form.moment(), **when(request)
        )
        return "Kept. Your next step is below." if given["came"] in MISSED else "Kept."

    title = "Who came?"
    return step(
        request, form, title, act, ("session_board",), template="providers/session.html", asked=asked, button="Keep it"
    )


def _first(request: PageRequest, asked: sessions.SessionAsked, key: UUID | None) -> dict[str, Any]:
    """What stands in the form before anybody types: the planned time, or now."""
    planned = asked.planned
    moment = (planned.starts_at if planned else request.viewer.at).astimezone(LONDON)
    return {
        "key": key or uuid4(), "happened_on": moment.date(), "happened_at": moment.time().replace(second=0, microsecond=0),
        "strand": planned.strand if planned else "",
    }  # fmt: skip


@page(Permission.WORK_CASES)
@get_or_post
def plan(request: PageRequest, reference: str) -> HttpResponse:
    asked = sessions.session_asked(request.viewer, reference)
    form = PlanForm(sent(request), initial={"key": uuid4()}).offer(asked.strands)

    def act() -> str:
        given = form.cleaned_data
        work.plan_session(
            reference=reference, key=given["key"], starts_at=form.starts_at(), strand=given["strand"],
            place=given["place"], **when(request),
        )  # fmt: skip
        return "The session is planned."

    return step(request, form, "Plan a session", act, ("support", reference), caption=asked.child.name)


@page(Permission.WORK_CASES)
@get_or_post
def drop(request: PageRequest, reference: str, key: UUID) -> HttpResponse:
    asked = sessions.session_asked(request.viewer, reference, key=key)

    def act() -> str:
        work.drop_session(reference=reference, key=key, **when(request))
        return "The session is off the plan."

    text = "If it was to take place and you called it off, write that down instead: it belongs to the story."
    form = DropForm(sent(request))
    return step(request, form, "Take it off the plan", act, ("support", reference), caption=asked.child.name, text=text)


@page(Permission.WORK_CASES)
@get_or_post
def finish(request: PageRequest, step: int) -> HttpResponse:
    return _finish(request, step)


def _finish(request: PageRequest, number: int) -> HttpResponse:
    shown = sessions.next_step(request.viewer, number)
    form = FinishForm(sent(request))

    def act() -> str:
        work.finish_step(step=number, outcome=form.cleaned_data["outcome"], **when(request))
        return "Kept."

    return step(
        request,
        form,
        "Your next step",
        act,
        ("session_board",),
        caption=shown.child.name,
        text=shown.what,
        button="It is done",
    )
