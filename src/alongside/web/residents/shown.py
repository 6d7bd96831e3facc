"""What stands in public, and taking it down."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.community.actions import taking_down
from alongside.community.queries import shown
from alongside.community.states import Subject
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.residents.doing import done
from alongside.web.residents.forms import TakeDownForm

keepers = page(Permission.KEEP_COMMUNITY)


@keepers
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    """One kind at a time: questions and reports first."""
    asked = request.GET.get("kind", Subject.POST.value)
    subject = Subject(asked) if asked in Subject.values else Subject.POST
    rows, part = shown.shown_texts(request.viewer, subject, page=page_number(request))
    context = {"rows": rows, "paging": paging(part), "subject": subject, "subjects": list(Subject)}
    return render(request, "residents/shown.html", context)


@keepers
@get_or_post
def take_down(request: PageRequest, subject: str, subject_id: int) -> HttpResponse:
    if subject not in Subject.values:
        raise Http404
    text, form = shown.shown_text(request.viewer, Subject(subject), subject_id), TakeDownForm(sent(request))
    if done(
        form,
        lambda: taking_down.take_down(
            subject=text.subject, subject_id=text.id, because=form.cleaned_data["because"],
            words=form.cleaned_data["words"], by=request.viewer, at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, "It is taken down. Nobody outside reads it any more.")
        return redirect("residents_shown")
    return render(request, "residents/take_down.html", {"text": text, "form": form})
