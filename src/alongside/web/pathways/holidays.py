"""Bank holidays that were announced at short notice, and how every process comes to know of them."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.support.actions.holidays import announce_holiday, withdraw_holiday
from alongside.support.calendars import keep_up_with_holidays
from alongside.support.queries.holidays import holidays
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.pathways.forms import HolidayForm


class KnownHolidays:
    """Before a page may start a clock, its process has looked at the announced days not long ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.MODE == "test":
            raise MiddlewareNotUsed  # tests count the queries of a page
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        keep_up_with_holidays()
        return self.get_response(request)


@page(Permission.KEEP_PATHWAYS)
@get_or_post
def every(request: PageRequest) -> HttpResponse:
    form = HolidayForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            made = announce_holiday(by=request.viewer, at=request.viewer.at, **form.cleaned_data)
        except Invalid as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, f"{made} is kept. Deadlines beyond it move within a few minutes.")
            return redirect("bank_holidays")
    return render(request, "pathways/holidays.html", {"form": form, "kept": holidays(request.viewer)})


@page(Permission.KEEP_PATHWAYS)
@require_POST
def take_back(request: PageRequest, holiday_id: int) -> HttpResponse:
    try:
        withdraw_holiday(holiday_id=holiday_id, by=request.viewer, at=request.viewer.at)
    except Invalid as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Taken back. Deadlines move back within a few minutes.")
    return redirect("bank_holidays")
