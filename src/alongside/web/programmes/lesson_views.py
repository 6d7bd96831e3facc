"""Lessons of a class: a teacher's own page, one lesson written down, moved or caught up."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.programmes.actions import lessons as acts
from alongside.programmes.drafts import LessonWritten
from alongside.programmes.queries import lessons
from alongside.programmes.queries.lessons import LessonTold
from alongside.programmes.states import HowItWent, LessonState, WhyNot
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.navigation import address
from alongside.web.design.wording import plural, weekday
from alongside.web.programmes.asking import Done, form_page
from alongside.web.programmes.forms import DayForm, LessonForm, MoveForm

COLOURS = {"planned": "grey", "delivered": "green", "part": "yellow", "not_delivered": "red"}
DELIVER, RUN = Permission.DELIVER_LESSONS, Permission.RUN_PROGRAMMES


@page(DELIVER)
@require_safe
def board(request: PageRequest) -> HttpResponse:
    """A teacher's lessons: today, not written down, next; and the classes of her school."""
    context = {"board": lessons.board(request.viewer), "colours": COLOURS, "today": request.viewer.day}
    return render(request, "programmes/board.html", context)


@page(DELIVER, RUN)
@get_or_post
def lesson(request: PageRequest, session_id: int) -> HttpResponse:
    told = lessons.lesson(request.viewer, session_id)
    form = LessonForm(sent(request), initial=_initial(told))

    def act(given: dict[str, Any]) -> Done:
        written = LessonWritten(
            LessonState(given["state"]), given["head_count"], WhyNot(given["why"]), HowItWent(given["how_it_went"]),
            given["words"],
        )  # fmt: skip
        acts.write_lesson(
            session_id=session_id, written=written, changes=given["changes"], sent_key=given["sent_key"],
            by=request.viewer, at=request.viewer.at,
        )  # fmt: skip
        where = (
            reverse("programme_lessons")
            if request.viewer.may(DELIVER)
            else reverse("programme_class", args=[told.row.class_id])
        )
        return where, f"Lesson {told.row.number} of {told.row.class_name} is written down. Thank you."

    return form_page(
        request, form, act, title=f"Lesson {told.row.lesson}", caption=f"{told.row.class_name}, {told.row.school}",
        button="Save", back=reverse("programme_class", args=[told.row.class_id]), template="programmes/lesson.html",
        told=told, colours=COLOURS, today=request.viewer.day,
        concern_url=address("concern_start") if request.viewer.may(Permission.RAISE_CONCERN) else "",
    )  # fmt: skip


@page(DELIVER, RUN)
@get_or_post
def move(request: PageRequest, session_id: int) -> HttpResponse:
    told = lessons.lesson(request.viewer, session_id)
    form = MoveForm(sent(request), initial={"changes": told.changes})

    def act(given: dict[str, Any]) -> Done:
        number = acts.move_lesson(
            session_id=session_id, to=given["to"], changes=given["changes"], by=request.viewer, at=request.viewer.at
        )
        more = f", and {plural(number - 1, 'later lesson')} with it" if number > 1 else ""
        return reverse(
            "programme_class", args=[told.row.class_id]
        ), f"Lesson {told.row.number} is on {weekday(given['to'])}{more}."

    return form_page(
        request, form, act, title="Move a lesson", caption=f"{told.row.class_name}: lesson {told.row.lesson}",
        button="Move it", back=reverse("programme_lesson", args=[session_id]),
        intro=(
            f"It stands on {weekday(told.row.day)}.",
            "Later lessons keep their days where they can. Those that would come too early go to the next week in which "
            "the school is open.",
        ),
    )  # fmt: skip


@page(DELIVER, RUN)
@get_or_post
def catch_up(request: PageRequest, session_id: int) -> HttpResponse:
    told = lessons.lesson(request.viewer, session_id)
    form = DayForm(sent(request), label="Day of the catch-up", field="day", hint="A day on which the school is open.")

    def act(given: dict[str, Any]) -> Done:
        acts.catch_up(session_id=session_id, day=given["day"], by=request.viewer, at=request.viewer.at)
        where = reverse("programme_class", args=[told.row.class_id])
        return where, f"Lesson {told.row.number} is caught up on {weekday(given['day'])}."

    if not told.can_catch_up:
        return redirect("programme_lesson", session_id)
    return form_page(
        request, form, act, title="Catch up a lesson", caption=f"{told.row.class_name}: lesson {told.row.lesson}",
        button="Plan the catch-up", back=reverse("programme_lesson", args=[session_id]),
        intro=(f"It was missed on {weekday(told.row.day)}, in whole or in part. No other lesson moves.",),
    )  # fmt: skip


def _initial(told: LessonTold) -> dict[str, Any]:
    if told.row.state is LessonState.PLANNED:
        return {"changes": told.changes}
    return {
        "changes": told.changes, "state": told.row.state.value, "head_count": told.row.head_count,
        "why": told.why.value, "how_it_went": told.how_it_went.value, "words": told.words,
    }  # fmt: skip
