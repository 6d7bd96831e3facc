"""Programmes in figures: the list, reach against target, change, starts by lot, and the classes."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.programmes.actions import starts as acts
from alongside.programmes.drafts import DrawDraft
from alongside.programmes.measures import DEFINITIONS
from alongside.programmes.queries import lessons, programmes
from alongside.programmes.queries.change import InstrumentChange
from alongside.programmes.rules.codes import school_year_words
from alongside.programmes.rules.scheduling import school_year_of
from alongside.programmes.states import Stage
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.programmes import words
from alongside.web.programmes.asking import Done, form_page
from alongside.web.programmes.keeping_forms import COUNTED, DrawForm, year_choices

SEE, RUN = Permission.SEE_PROGRAMMES, Permission.RUN_PROGRAMMES
SHOWN = {
    "": "All classes",
    "waiting": "Not offered yet",
    "no-days": "No day planned",
    "silent": "Lessons not written down",
}


@page(SEE, RUN, Permission.DELIVER_LESSONS)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    found = programmes.programmes(request.viewer)
    if not request.viewer.permissions & {SEE, RUN}:
        return redirect("programme_lessons")
    rows = [
        (one, words.period(one.target.first_year, one.target.last_year) if one.target else "") for one in found
    ]  # fmt: skip
    return render(request, "programmes/list.html", {"rows": rows, "runs": request.viewer.may(RUN)})


@page(SEE, RUN)
@require_safe
def reach(request: PageRequest, code: str) -> HttpResponse:
    one = programmes.programme(request.viewer, code)
    report, shown = programmes.reach(request.viewer, code)
    context = {
        "one": one, "report": report, "runs": one.runs, "on": request.viewer.day,
        "period": words.period(report.first_year, report.last_year), "definitions": DEFINITIONS,
        "funnel": words.funnel_rows(report, shown.total), "chart": words.funnel_chart(report, shown.total),
        "years": words.year_table(report, shown.years), "trained": words.trained(report), "forecast": words.forecast_words(report),
        "gaps": [words.gap_row(gap) for gap in report.gaps], "this_year": school_year_words(school_year_of(request.viewer.day)),
        "year": school_year_of(request.viewer.day),
        "splits": [(split.by, [words.split_row(*row) for row in split.rows]) for split in shown.splits],
        "fidelity": words.pooled(report.fidelity, report.given, "lessons that should have been given were given in full"),
        "attendance": words.pooled(report.attendance, report.attended, "places at lessons were taken"),
        "costs": _costs(report), "is_paid": any(one.pence for one in report.years),
        "counted": COUNTED[one.target.counted] if one.target else "",
    }  # fmt: skip
    return render(request, "programmes/reach.html", context)


def _costs(report: Any) -> list[tuple[str, str, str, str]]:
    labels = {
        Stage.STARTED: "For each pupil reached (at one lesson or more)",
        Stage.FINISHED: "For each pupil who finished",
    }
    return [
        (
            labels[one.stage], words.money(one.each),
            words.money(one.each) if one.low == one.high else f"{words.money(one.low)} to {words.money(one.high)}",
            f"{words.money(one.pence)} for {words.number(one.pupils.point)} pupils",
        )
        for one in report.costs
    ]  # fmt: skip


@page(SEE, RUN)
@require_safe
def change(request: PageRequest, code: str) -> HttpResponse:
    one = programmes.programme(request.viewer, code)
    found = [(told, _arms(told)) for told in programmes.change(request.viewer, code)]
    return render(request, "programmes/change.html", {"one": one, "found": found})


def _arms(told: InstrumentChange) -> list[tuple[str, bool, list[list[str]]]]:
    titles = {
        "taught": "Classes that were taught: before and after",
        "waiting": "Classes that still waited: early and before",
    }
    return [
        (
            titles[arm.arm], arm.is_small,
            [
                [
                    school_year_words(row.year) if row.year else "All years",
                    *(words.held(n) for n in (row.total, row.pairs, row.better, row.unchanged, row.worse, row.missing)),
                    _case(row.best_case, row.total), _case(row.worst_case, row.total),
                ]
                for row in arm.rows
            ],
        )
        for arm in told.arms
    ]  # fmt: skip


def _case(count: int | None, total: int | None) -> str:
    return words.HELD_BACK if count is None or total is None else f"{count:,} of {total:,}"


@page(SEE, RUN)
@require_safe
def starts(request: PageRequest, code: str) -> HttpResponse:
    one = programmes.programme(request.viewer, code)
    context = {"one": one, "draws": programmes.draws(request.viewer, code), "runs": one.runs}
    return render(request, "programmes/starts.html", context)


@page(RUN)
@get_or_post
def draw(request: PageRequest, code: str) -> HttpResponse:
    one = programmes.kept(request.viewer, code).programme
    form = DrawForm(
        sent(request), years=year_choices(request.viewer.day.year), initial={"school_year": _year(request.viewer.day)}
    )

    def act(given: dict[str, Any]) -> Done:
        draft = DrawDraft(given["school_year"], form.starts, given["days_before"])
        try:
            acts.draw_starts(code=code, draft=draft, by=request.viewer, at=request.viewer.at)
        except acts.ProgrammeRefused as refused:
            refused.field = "first" if refused.field == "starts" else refused.field
            raise
        return reverse("programme_starts", args=[code]), "The starts are drawn and sealed. Write down the fingerprint."

    return form_page(
        request, form, act, title="Draw starts by lot", caption=one.name, button="Draw once and for all",
        back=reverse("programme_starts", args=[code]),
        intro=(
            "All schools with classes in that year take part. A lot says which school has which start; schools of like size "
            "are spread evenly.",
            "A draw is made once and cannot be changed. Nobody sees a school’s start before it opens, you included.",
        ),
    )  # fmt: skip


@page(RUN)
@require_safe
def classes(request: PageRequest, code: str) -> HttpResponse:
    one = programmes.kept(request.viewer, code).programme
    show = request.GET.get("show", "")
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else None
    part = lessons.classes_of(request.viewer, code, year=year, show=show, page=page_number(request))
    context = {
        "one": one,
        "part": part,
        "paging": paging(part),
        "show": show if show in SHOWN else "",
        "shown": SHOWN,
        "year": year,
    }
    return render(request, "programmes/classes.html", context)


def _year(day: date) -> str:
    return str(school_year_of(day))
