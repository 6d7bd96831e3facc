from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.places.states import Precision, RunKind, RunState
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.places.answers import answer, ask, may_study, open_sources, run_list
from alongside.web.places.near_forms import NearRepeatForm
from alongside.web.places.near_page import near_page
from alongside.web.places.place_choices import place_choices


@page(Permission.SEE_PLACES)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    return render(request, "places/near_list.html", run_list(request, RunKind.NEAR_REPEATS))


@page(Permission.STUDY_PLACES)
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    """First the source, if there are several that tell days; then what to look at."""
    sources = open_sources(request)
    dated = [one for one in sources if one.precision != Precision.MONTH]
    asked = request.GET.get("source", "")
    chosen = next((one for one in dated if one.key == asked or len(dated) == 1), None)
    if chosen is None:
        monthly = [one for one in sources if one.precision == Precision.MONTH]
        return render(request, "places/near_source.html", {"dated": dated, "monthly": monthly})
    form = NearRepeatForm(sent(request), chosen, place_choices(chosen))
    if form.is_bound and form.is_valid():
        led = ask(request, form, RunKind.NEAR_REPEATS, form.settings())
        if led is not None:
            return led
    return render(request, "places/near_new.html", {"form": form, "source": chosen, "several": len(dated) > 1})


@page(Permission.SEE_PLACES)
@require_safe
def result(request: PageRequest, run_id: int) -> HttpResponse:
    found = answer(request, run_id, RunKind.NEAR_REPEATS)
    if found.summary.state != RunState.DONE:
        return redirect("place_run", run_id)
    shown = near_page(found, request.viewer.day)
    return render(request, "places/near.html", {"run": found, "near": shown, "may_study": may_study(request)})
