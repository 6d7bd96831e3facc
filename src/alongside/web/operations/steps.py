"""What every small page of an operation does: a form, one call of the domain, and back; what is wrong stands at its field."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alongside.partners.errors import Invalid, Stale
from alongside.web.design.doors import PageRequest


class SentForm(forms.Form):
    """A form that enters once, however often it is sent."""

    sent_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AreasForm(SentForm):
    """A form in which areas of another kind or another local authority can be asked for (`look`) while it is filled in:
    then it is shown again as it was typed, unchecked, and nothing is kept."""

    @property
    def is_look(self) -> bool:
        return self.is_bound and "look" in self.data

    def full_clean(self) -> None:
        if self.is_look:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.is_look and super().is_valid()


@dataclass(frozen=True, slots=True)
class Led:
    """What was done, and the page to which it leads in place of the way back."""

    words: str
    to: tuple[Any, ...]


def when(request: PageRequest) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.viewer.at}


def step(
    request: PageRequest, form: forms.Form, title: str, act: Callable[[], str | Led], back: tuple[Any, ...], *,
    button: str = "", text: str = "", caption: str = "", template: str = "operations/step.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form, or do what it asks and go `back`. `act` gives the sentence that is told then."""
    if form.is_bound and form.is_valid():
        try:
            done = act()
            messages.success(request, done.words if isinstance(done, Led) else done)
            return redirect(*(done.to if isinstance(done, Led) else back))
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Stale as problem:
            form.add_error(None, str(problem))
            more = {**(more or {}), "theirs": problem.theirs}
    context = {
        "form": form, "title": title, "button": button or title, "text": text, "caption": caption, "back_to": back,
        "theirs": None, **(more or {}),
    }  # fmt: skip
    return render(request, template, context)
