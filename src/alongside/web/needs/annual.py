"""What was asked of the partnership, and what was answered: whole years for everybody, this year for members."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.outcomes.queries import annual
from alongside.outcomes.queries.annual import YearShown
from alongside.partners.roles import Permission
from alongside.web.design.doors import PageRequest, page, public
from alongside.web.design.wording import number

HELD = "Held back"
COLUMNS = ("asked", "in_time", "late", "overdue", "open")


@public("Counts by year of what was asked and answered, small ones held back: no person is in it.")
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    years = [_year(one) for one in annual.kept_years()]
    return render(request, "needs/annual.html", {"years": years, "so_far": False})


@page(Permission.SEE_MEASURES)
@require_safe
def so_far(request: PageRequest) -> HttpResponse:
    one = annual.year_so_far(request.viewer)
    return render(request, "needs/annual.html", {"years": [_year(one)], "so_far": True})


def _year(one: YearShown) -> dict[str, Any]:
    return {
        "one": one, "rows": rows_of(one), "seldom": seldom_in(one), "gaps": gaps_of(one),
        "in_public": rows_in_public(one),
    }  # fmt: skip


def rows_of(one: YearShown) -> list[list[str]]:
    """A row for each thing that was asked and may be told, the most asked first."""
    told = [line for line in one.body["lines"] if line["asked"] is not None]
    lines = sorted(told, key=lambda line: (-line["asked"], line["label"]))
    return [[line["label"], *(_told(line[name]) for name in COLUMNS)] for line in lines]


def rows_in_public(one: YearShown) -> list[list[str]] | None:
    """What stands on public pages; None for a year that was kept before it was counted."""
    lines = one.body.get("in_public")
    return None if lines is None else [[line["label"], *(_told(line[name]) for name in COLUMNS)] for line in lines]


def seldom_in(one: YearShown) -> list[str]:
    """What was asked too seldom for any count of it to be shown."""
    return [line["label"] for line in one.body["lines"] if line["asked"] is None]


def gaps_of(one: YearShown) -> list[list[str]]:
    return [[line["label"], f"{line['held']} of {line['of']}"] for line in one.body["data"]]


def _told(count: int | None) -> str:
    return HELD if count is None else number(count)
