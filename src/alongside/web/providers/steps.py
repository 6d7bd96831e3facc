"""One small page for one thing to do: what cannot stand goes to its field, a collision is told, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alongside.partners.errors import Invalid, Stale
from alongside.web.design.doors import PageRequest


def when(request: PageRequest) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.viewer.at}


def step(
    request: PageRequest, form: Any, title: str, act: Callable[[], str], back: tuple[Any, ...], *,
    template: str = "providers/step.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """`back`: where the page leads before and after. `more` goes to the template: button, text, caption."""
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act())
            return redirect(*back)
        except Invalid as problem:
            place = getattr(form, "field_of", lambda key: key)(problem.field)
            form.add_error(place if place in form.fields else None, str(problem))
        except Stale as problem:
            theirs = f" Theirs: “{problem.theirs}”" if isinstance(problem.theirs, str) else ""
            form.add_error(None, f"{problem}{theirs}")
    context = {"form": form, "title": title, "button": title, "back_to": back, **more}
    return render(request, template, context)
