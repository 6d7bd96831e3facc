"""What each small page of a panel shares: a form, what it does, and where it leads back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alongside.partners.errors import Invalid, Stale
from alongside.support.queries.agenda_items import agenda_item
from alongside.web.design.doors import PageRequest


def when(request: PageRequest) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.viewer.at}


def step(
    request: PageRequest, form: Any, title: str, act: Callable[[], str], back: tuple[Any, ...], *, button: str = "",
    text: str = "", template: str = "panels/step.html", more: dict[str, Any] | None = None, warned: tuple[str, ...] = (),
) -> HttpResponse:  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            told = act()
            (messages.warning if told in warned else messages.success)(request, told)
            return redirect(*back)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Stale as problem:
            theirs = f" Theirs: “{problem.theirs}”" if isinstance(problem.theirs, str) else ""
            form.add_error(None, f"{problem}{theirs}")
    context = {"form": form, "title": title, "button": button or title, "text": text, "back_to": back, **(more or {})}
    return render(request, template, context)


def item_step(
    request: PageRequest, id: UUID, form: Any, title: str, act: Callable[[], str], **more: Any
) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    return step(request, form, title, act, ("panel_item", id), more={"item": shown}, **more)
