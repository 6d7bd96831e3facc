"""One small page: what cannot stand goes to its field, a collision is told, and nothing typed is lost."""

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
    request: PageRequest, form: Any, title: str, act: Callable[[], str], back: tuple[Any, ...], *, done: Any = None,
    button: str = "", text: str = "", caption: str = "",
) -> HttpResponse:  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act())
            return redirect(*(done or back))
        except Invalid as problem:
            form.add_error(field_of(form, problem.field), str(problem))
        except Stale as problem:
            form.add_error(None, str(problem))
    context = {
        "form": form, "title": title, "button": button or title, "text": text, "back_to": back, "caption": caption,
    }  # fmt: skip
    return render(request, "encompass/step.html", context)


def field_of(form: Any, field: str) -> str | None:
    """Where what the domain says belongs: the field of that name, or the first child's."""
    for name in (field, f"{field}_0"):
        if name in form.fields:
            return name
    return None


def now_or_not(request: PageRequest, act: Callable[[], str], back: tuple[Any, ...]) -> HttpResponse:
    """A button without a form: what cannot stand is told kindly where she was."""
    try:
        messages.success(request, act())
    except Invalid as problem:
        messages.warning(request, str(problem))
    return redirect(*back)
