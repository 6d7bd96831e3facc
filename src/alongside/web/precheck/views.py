from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.views.decorators.http import require_http_methods

from alongside.partners.roles import Permission
from alongside.precheck.asking import Answer, ask, standing
from alongside.precheck.errors import NotAnswered, QuestionError
from alongside.web.design.doors import PageRequest, page
from alongside.web.precheck.forms import QuestionForm

# More than the longest answer fills: an agency's name has 120 letters at most.
SAME_SIZE = 1_000


@page(Permission.ASK_PRECHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def precheck(request: PageRequest) -> HttpResponse:
    form = QuestionForm(request.POST, request.FILES) if request.method == "POST" else QuestionForm()
    if form.is_valid():
        try:
            return _answer(request, ask(raw=form.cleaned_data["file"].read(), by=request.viewer, at=request.viewer.at))
        except (NotAnswered, QuestionError) as error:
            form.add_error("file", str(error))
    return render(request, "precheck/ask.html", {"form": form, "standing": standing(request.viewer)})


def _answer(request: PageRequest, answer: Answer) -> HttpResponse:
    """Not kept, and so not to be shown again. Both answers fill a page of the same size."""
    padding = " " * (SAME_SIZE - len(escape(answer.sentence).encode()))
    return render(request, "precheck/answer.html", {"answer": answer, "padding": padding})
