from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.support.actions.asking import answer
from alongside.support.queries import asking
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.requests.forms import AnswerForm


@page(Permission.ANSWER_REQUESTS)
@require_safe
def request_list(request: PageRequest) -> HttpResponse:
    answered = "answered" in request.GET
    part = asking.requests_to_answer(request.viewer, answered=answered, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {"rows": part.rows, "paging": paging(part), "answered": answered}
    return render(request, "requests/list.html", context)


@page(Permission.ANSWER_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: PageRequest, reference: str) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None)
    earlier: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            answer(reference=reference, **form.cleaned_data, by=request.viewer, at=request.viewer.at)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Stale as stale:
            earlier = stale.theirs
        else:
            messages.success(request, "Your answer is sent.")
            return redirect("request_list")
    shown = asking.request_page(request.viewer, reference)
    return render(request, "requests/request.html", {"form": form, "asked": shown, "earlier": earlier})
