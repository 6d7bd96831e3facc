"""“Find help near me”: public, without an account. Where somebody looks from stands in the address and nowhere else."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from alongside.exchange.open_referral import PROFILE, VERSION
from alongside.outcomes.queries import directory
from alongside.outcomes.queries.directory import Near, Wanted
from alongside.web.design.doors import public
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.directory.forms import FindForm

PAGE = 20
ASKED = ("topic", "ward", "district", "age", "alone")


@public("Anybody may look for help. What is looked for is kept nowhere.")
@cache_control(no_store=True)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET if set(ASKED) & set(request.GET) else None, wards=directory.wards_to_choose())
    near, wanted = None, Wanted()
    if form.is_valid():
        near = _near(form)
        given = form.cleaned_data
        wanted = Wanted(topic=given["topic"], age=given["age"], self_only=given["alone"], near=near)
    part = directory.services(wanted, page=page_number(request), size=PAGE)
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context: dict[str, Any] = {
        "form": form, "part": part, "paging": paging(part), "near": near, "asked": form.is_bound and form.is_valid(),
        "query": f"?{request.GET.urlencode()}" if form.is_bound else "", "is_empty": directory.is_empty(),
    }  # fmt: skip
    return render(request, "directory/find.html", context)


def _near(form: FindForm) -> Near | None:
    """The ward, or else the district. A district that is not known is said at its field."""
    given = form.cleaned_data
    if given["ward"]:
        return directory.near_ward(given["ward"])
    if not given["district"]:
        return None
    found = directory.near_district(given["district"])
    if found is None:
        form.add_error(
            "district",
            "We do not know where that is. Enter the first part of a postcode here, such as E17, or choose your ward",
        )
    return found


@public("Anybody may read what a service offers.")
@cache_control(no_store=True)
@require_safe
def one(request: HttpRequest, service: UUID) -> HttpResponse:
    form = FindForm(request.GET, wards=directory.wards_to_choose()) if request.GET else None
    near = _near(form) if form and form.is_valid() else None
    shown = directory.service(service, near)
    if shown is None:
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return render(request, "directory/service.html", {"one": shown, "near": near, "query": query})


@public("Says how the directory is read by other systems; no person is in it.")
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    context = {"version": VERSION, "profile": PROFILE, "topics": directory.counts_by_topic()}
    return render(request, "directory/data.html", context)
