"""One class: its lessons, its days, its size, the offer, codes and points."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from alongside.programmes.actions import lessons as lesson_acts
from alongside.programmes.actions import measured, register
from alongside.programmes.drafts import ReadingsDraft
from alongside.programmes.queries import lessons, programmes
from alongside.programmes.states import Moment
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.wording import plural, weekday
from alongside.web.programmes.asking import Done, form_page
from alongside.web.programmes.forms import DayForm, DeclineForm, PointsForm, SizeForm
from alongside.web.programmes.lesson_views import COLOURS, DELIVER, RUN


@page(DELIVER, RUN)
@require_safe
def one_class(request: PageRequest, class_id: int) -> HttpResponse:
    context = {
        "told": lessons.class_told(request.viewer, class_id), "colours": COLOURS, "today": request.viewer.day,
        "runs": request.viewer.may(RUN), "delivers": request.viewer.may(DELIVER),
    }  # fmt: skip
    return render(request, "programmes/class.html", context)


@page(DELIVER, RUN)
@get_or_post
def plan(request: PageRequest, class_id: int) -> HttpResponse:
    told = lessons.class_told(request.viewer, class_id)
    form = DayForm(
        sent(request), label="Day of the first lesson", field="first_day", hint="A day on which the school is open."
    )

    def act(given: dict[str, Any]) -> Done:
        days = lesson_acts.plan_class(
            class_id=class_id, first_day=given["first_day"], by=request.viewer, at=request.viewer.at
        )
        said = f"{plural(len(days), 'lesson')} from {weekday(days[0])} to {weekday(days[-1])}."
        return reverse("programme_class", args=[class_id]), said

    return form_page(
        request, form, act, title="Plan the lessons", caption=f"{told.name}, {told.school}", button="Plan them",
        back=reverse("programme_class", args=[class_id]),
        intro=(
            f"{plural(told.lessons_planned, 'lesson')}, one each week on the same day of the week. Holidays and days on "
            "which the school is closed are left out.",
        ),
    )  # fmt: skip


@page(DELIVER, RUN)
@get_or_post
def size(request: PageRequest, class_id: int) -> HttpResponse:
    told = lessons.class_told(request.viewer, class_id)
    form = SizeForm(sent(request), initial={"size": told.size, "changes": told.changes})

    def act(given: dict[str, Any]) -> Done:
        register.resize(
            class_id=class_id, size=given["size"], changes=given["changes"], by=request.viewer, at=request.viewer.at
        )
        return reverse("programme_class", args=[class_id]), f"The class has {plural(given['size'], 'pupil')}."

    return form_page(
        request, form, act, title="Put the size right", caption=f"{told.name}, {told.school}", button="Save",
        back=reverse("programme_class", args=[class_id]),
    )  # fmt: skip


@page(RUN)
@require_POST
def offer(request: PageRequest, class_id: int) -> HttpResponse:
    register.offer(class_id=class_id, by=request.viewer, at=request.viewer.at)
    messages.success(request, "The programme is offered to the class. Its school can plan the lessons.")
    return redirect("programme_class", class_id)


@page(RUN)
@get_or_post
def decline(request: PageRequest, class_id: int) -> HttpResponse:
    told = lessons.class_told(request.viewer, class_id)

    def act(given: dict[str, Any]) -> Done:
        register.decline(class_id=class_id, reason=given["reason"], by=request.viewer, at=request.viewer.at)
        return reverse("programme_class", args=[class_id]), "It is written down that the school said no."

    return form_page(
        request, DeclineForm(sent(request)), act, title="The school says no", caption=f"{told.name}, {told.school}",
        button="Write it down", back=reverse("programme_class", args=[class_id]),
        intro=("The pupils of the class stay in the figures as offered and not reached.",),
    )  # fmt: skip


@page(DELIVER)
@get_or_post
def codes(request: PageRequest, class_id: int) -> HttpResponse:
    """Drawn when asked for, shown once, and not kept."""
    told = lessons.class_told(request.viewer, class_id)
    drawn = None
    if request.method == "POST":
        drawn = measured.codes_for_class(class_id=class_id, by=request.viewer, at=request.viewer.at)
    return render(request, "programmes/codes.html", {"told": told, "codes": drawn})


@page(DELIVER)
@get_or_post
def points(request: PageRequest, class_id: int) -> HttpResponse:
    told = lessons.class_told(request.viewer, class_id)
    offered = [
        (one.code, f"{one.name} ({one.answered_by}), {one.lowest} to {one.highest}") for one in programmes.instruments()
    ]
    form = PointsForm(sent(request), instruments=offered)

    def act(given: dict[str, Any]) -> Done:
        draft = ReadingsDraft(given["instrument"], Moment(given["moment"]), tuple(given["lines"]))
        new, righted = measured.keep_readings(class_id=class_id, draft=draft, by=request.viewer, at=request.viewer.at)
        where = reverse("programme_class", args=[class_id])
        return where, f"Points of {plural(new, 'pupil')} entered, {righted} put right."

    return form_page(
        request, form, act, title="Enter points", caption=f"{told.name}, {told.school}", button="Save",
        back=reverse("programme_class", args=[class_id]), template="programmes/points.html", offered=offered, told=told,
    )  # fmt: skip
