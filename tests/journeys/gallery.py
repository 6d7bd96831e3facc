"""A page with every component and every kind of field on it, for the tests of the page frame."""

from datetime import UTC, datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from alongside.config.urls import handler403, handler404, handler500  # noqa: F401
from alongside.config.urls import urlpatterns as real
from alongside.partners.access import Basis, Decision, Subject
from alongside.partners.states import FieldGroup, Purpose
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.doors import page, public

WHEN = datetime(2026, 11, 17, 9, 5, tzinfo=UTC)
LONG = "Bartholomew-Featherstonehaugh-Cholmondeley-Okafor-Lindqvist of the Elmsgate"


class Everything(forms.Form):
    name = forms.CharField(label="Name", max_length=20, help_text="As on the register")
    born = DayMonthYear(label="Date of birth")
    time = TimeOfDay(label="When did it happen?", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "One"), ("b", "Another")], widget=forms.RadioSelect)
    which = forms.CharField(label="Which other", required=False, widget=forms.Textarea, max_length=500)
    many = forms.MultipleChoiceField(
        label="Which of these", choices=[("x", "This"), ("y", "That")], widget=forms.CheckboxSelectMultiple
    )
    one = forms.ChoiceField(label="One of a list", choices=[("", "Choose one"), ("1", "First"), ("2", "Second")])
    agreed = forms.BooleanField(label="I have read it")
    file = forms.FileField(label="File of concerns", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)


TEMPLATE = (Path(__file__).parent / "gallery.html").read_text()
KEPT = '{% extends "design/base.html" %}{% block content %}{{ ui.done("Kept", "K7MP-2QF") }}{% endblock %}'

DRAFTS: list[dict[str, str]] = []
SENT: list[dict[str, str]] = []


def context(request: HttpRequest) -> dict[str, object]:
    subject = Subject("record", "1", 2, "police", "Larkmere Police")
    return {
        "form": Everything(request.POST, request.FILES) if request.method == "POST" else Everything(),
        "filter": Everything(prefix="filter"),
        "decision": Decision(
            subject, Purpose.SAFEGUARDING, frozenset({FieldGroup.IDENTITY}), Basis.AGREEMENT,
            "the council is involved with the child and FD-1 v1 covers it", "FD-1 v1", "Children Act 2004",
            ((FieldGroup.HEALTH, "You cannot see health notes: no agreement covers it."),),
        ),
        "page": Paginator(list(range(200)), 10).page(4),
        "months": [{"text": f"Month {number} 2026"} for number in range(1, 13)],
        "when": WHEN,
        "long": LONG,
    }  # fmt: skip


def _render(text: str, request: HttpRequest, given: dict[str, object]) -> HttpResponse:
    return HttpResponse(engines["jinja2"].from_string(text).render(given, request))


@public("A test.")
def gallery(request: HttpRequest) -> HttpResponse:
    given = context(request)
    if request.method == "POST" and given["form"].is_valid():
        SENT.append(request.POST.dict())
        return _render(KEPT, request, {})
    return _render(TEMPLATE, request, given)


@public("A test.")
def draft(request: HttpRequest) -> HttpResponse:
    DRAFTS.append(request.POST.dict())
    if request.POST["name"] == "Stale":
        return HttpResponse('{"error": "Jo Abara changed it."}', content_type="application/json", status=409)
    return HttpResponse('{"saved": "14:32", "version": 4}', content_type="application/json")


class Note(forms.Form):
    note = forms.CharField(label="Note", widget=forms.Textarea)


NOTE = """{% extends "design/base.html" %}{% block content %}<form method="post" action="/gallery/note" novalidate>
{{ csrf_input }}{{ ui.fields(form) }}{{ govuk.button({"text": "Save"}) }}</form>{% endblock %}"""


@page()
def note(request: HttpRequest) -> HttpResponse:
    form = Note(request.POST or None)
    if form.is_valid():
        SENT.append(form.cleaned_data)
        return _render(KEPT, request, {})
    return _render(NOTE, request, {"form": form})


urlpatterns = [path("gallery/note", note), path("gallery", gallery), path("gallery/draft", draft), *real]
