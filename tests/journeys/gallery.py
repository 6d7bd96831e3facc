"""A page with every component and every kind of field on it, for the tests of the page frame."""

from datetime import UTC, datetime

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


TEMPLATE = """
{% extends "design/base.html" %}
{% set title = "Gallery" %}
{% set wide = true %}
{% set crumbs = [("My work", "/"), ("Concerns", "/concerns")] %}
{% block content %}
{{ ui.person_header(long, [("Born", "14 May 2012 (14)"), ("School", "Elmsgate Academy")], [{"text": "Child", "colour": "blue"}],
   ["Do not phone the home."], "K7MP-2QF") }}
{% for state in ["running", "soon", "breached", "paused", "stopped", "met"] %}<p>{{ ui.clock_badge(state, "Due today at 5pm", "24 hours from receipt") }}</p>{% endfor %}
{% for colour in ["grey", "green", "red", "blue", "yellow", "orange", "purple", "teal"] %}{{ ui.tag("Waiting", colour) }} {% endfor %}
<h2 class="govuk-heading-m">What happened</h2>
{{ ui.timeline([{"when": when, "title": "Concern raised", "by": "Priya Nandakumar", "text": long ~ "\n\nsecond line", "tag": {"text": "New"}},
   {"when": when, "title": "Looked at"}]) }}
{{ ui.empty_state("Nothing waits for you.", "Raise a concern", "/") }}
{{ ui.summary([("Name", long), ("Consent", ""), ("Address", "1 High Street\nLarkmere", "/change")]) }}
{{ ui.table("Concerns", ["Child", "Raised by", {"text": "Days", "numeric": true}, "Clock"],
   [[{"text": long, "href": "/"}, "Elmsgate Academy", 3, {"html": ui.clock_badge("breached", "Breached 2 hours ago")}],
    [{"text": "Bo", "href": "/"}, "Larkmere Police", 1, {"html": ui.clock_badge("running", "4 hours left")}]]) }}
{% call ui.scrolling("Counts by month") %}{{ govuk.table({"caption": "Counts", "head": months, "rows": [months]}) }}{% endcall %}
{{ ui.why(decision) }}
{% call ui.filters("/gallery", filtered=true) %}{{ filter.one }}{% endcall %}
{{ ui.pagination(page, request) }}
{{ ui.stat("38%", "Fewer knife crimes", "St Bride ward", "May to October 2026", "12", "Offences recorded.", "Comparison ward: 10% fewer", "(5% to 60%)") }}
{{ ui.cards([{"title": "Concerns", "text": "The queue.", "url": "/", "count": "3 late"}, {"title": "Plans", "text": "Yours.", "url": "/"}]) }}
{{ ui.collision("Tomasz Wilk, 10:04", "Theirs", "Yours") }}
{{ govuk.inset_text({"text": "Inset"}) }}{{ govuk.tabs({"items": [{"label": "One", "id": "one", "panel": {"text": "First"}}, {"label": "Two", "id": "two", "panel": {"text": "Second"}}]}) }}
{{ govuk.details({"summaryText": "More", "text": "Less"}) }}
<form method="post" action="/gallery" data-autosave-url="/gallery/draft" novalidate>
{{ csrf_input }}{{ form.version }}{{ form.name }}{{ form.born }}{{ form.time }}
{{ form.kind.draw(reveal={"b": form.which}, hints={"a": "The usual"}, size="m") }}
{{ form.many }}{{ form.one }}{{ form.agreed }}{{ form.file }}
<div class="govuk-button-group">{{ govuk.button({"text": "Save"}) }}{{ govuk.button({"text": "Later", "classes": "govuk-button--secondary"}) }}{{ govuk.button({"text": "Delete", "classes": "govuk-button--warning"}) }}<a class="govuk-link" href="/">Cancel</a></div>
</form>
{% endblock %}
"""

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
        done = '{% extends "design/base.html" %}{% block content %}{{ ui.done("Kept", "K7MP-2QF", "Your reference") }}{% endblock %}'
        return _render(done, request, {})
    return _render(TEMPLATE, request, given)


@public("A test.")
def draft(request: HttpRequest) -> HttpResponse:
    DRAFTS.append(request.POST.dict())
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
        return _render('{% extends "design/base.html" %}{% block content %}{{ ui.done("Kept") }}{% endblock %}', request, {})
    return _render(NOTE, request, {"form": form})


urlpatterns = [path("gallery/note", note), path("gallery", gallery), path("gallery/draft", draft), *real]
