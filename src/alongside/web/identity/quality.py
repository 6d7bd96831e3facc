"""How well records are matched: the statement, the model's card with its transparency record, and pairs to judge."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.partners.errors import Stale
from alongside.partners.roles import Permission
from alongside.people.quality import judging, reading
from alongside.web.design.doors import PageRequest, page
from alongside.web.identity import figures
from alongside.web.identity.forms import JudgeForm
from alongside.web.identity.sentences import compared
from alongside.web.identity.transparency import record_of


@page(Permission.SEE_MATCHING)
@require_safe
def statement(request: PageRequest, statement_id: int | None = None) -> HttpResponse:
    shown = reading.statement(request.viewer, statement_id)
    return render(request, "identity/quality.html", {"shown": shown, "say": figures})


@page(Permission.SEE_MATCHING)
@require_safe
def model(request: PageRequest) -> HttpResponse:
    card = reading.model_card(request.viewer)
    newest = reading.statement(request.viewer)
    frequencies = [figures.column(name) for name in card.frequencies]
    context = {"card": card, "record": record_of(card, newest), "frequencies": frequencies}
    return render(request, "identity/model.html", context)


@page(Permission.REVIEW_IDENTITY)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: PageRequest) -> HttpResponse:
    """One pair after the other, blind. Of two who judge the same at once, the second is told and goes on."""
    form = JudgeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            judging.judge_pair(pair_id=given["pair"], verdict=given["verdict"], by=request.viewer, at=request.viewer.at)
        except Stale as stale:
            messages.warning(request, str(stale))
        return redirect("identity_judge")
    shown = reading.next_to_judge(request.viewer)
    context = {
        "shown": shown,
        "fields": [(field, stands) for field in shown.pair.fields if (stands := compared(field))] if shown.pair else [],
        "form": form,
        "otherwise": reading.judged_otherwise(request.viewer),
    }
    return render(request, "identity/judge.html", context)
