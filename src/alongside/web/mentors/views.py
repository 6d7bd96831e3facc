"""Mentors of the member's own agency: what waits, and one by one."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from alongside.common.timelines import LONDON
from alongside.community.actions import mentors as acting
from alongside.community.errors import CommunityRefused
from alongside.community.measures import mentor_figures
from alongside.community.queries import mentors
from alongside.community.states import SupervisionKind
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.mentors.doing import done, form_page
from alongside.web.mentors.forms import ChangeForm, CheckForm, MentorForm, SupervisionForm

runners = page(Permission.RUN_PROGRAMMES)
readers = page(Permission.RUN_PROGRAMMES, Permission.SEE_MEASURES)
YEAR = timedelta(days=365)


@runners
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    waits = mentors.queues(request.viewer)
    rows, part = mentors.mentors(request.viewer, page=page_number(request))
    return render(request, "mentors/mentors.html", {"waits": waits, "rows": rows, "paging": paging(part)})


@runners
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    form = MentorForm(sent(request))
    made: list[str] = []

    def keep() -> None:
        key = form.cleaned_data["sent_key"]
        made.append(acting.take_on_mentor(draft=form.draft(), sent_key=key, by=request.viewer, at=request.viewer.at))

    if done(form, keep):
        messages.success(request, "Kept. Write down the vetting next: there is no match before it is in order.")
        return redirect("mentors_one", made[0])
    return form_page(request, form, "Take on a mentor", "Keep", back=reverse("mentors"))


@runners
@require_safe
def one(request: PageRequest, reference: str) -> HttpResponse:
    return render(request, "mentors/mentor.html", {"mentor": mentors.mentor(request.viewer, reference)})


@runners
@get_or_post
def change(request: PageRequest, reference: str) -> HttpResponse:
    shown = mentors.mentor(request.viewer, reference)
    form = ChangeForm(sent(request), now=shown)
    if done(
        form,
        lambda: acting.change_mentor(
            reference=reference, draft=form.draft(), changes=form.cleaned_data["changes"], by=request.viewer,
            at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, "Kept.")
        return redirect("mentors_one", reference)
    return _form(request, form, shown, f"Change {shown.line.name}")


@runners
@get_or_post
def check(request: PageRequest, reference: str) -> HttpResponse:
    shown = mentors.mentor(request.viewer, reference)
    form = CheckForm(sent(request))
    if done(
        form,
        lambda: acting.record_check(
            reference=reference, draft=form.draft(), by=request.viewer, at=request.viewer.at
        ),
    ):  # fmt: skip
        messages.success(request, "Kept. What was said before stays.")
        return redirect("mentors_one", reference)
    return _form(request, form, shown, "Vetting: how does a check stand?")


@runners
@get_or_post
def supervise(request: PageRequest, reference: str) -> HttpResponse:
    shown = mentors.mentor(request.viewer, reference)
    form = SupervisionForm(sent(request))
    if done(
        form,
        lambda: acting.record_supervision(
            reference=reference, held_on=form.cleaned_data["held_on"],
            kind=SupervisionKind(form.cleaned_data["kind"]), by=request.viewer, at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, "Kept. The next is due in 20 working days.")
        return redirect("mentors_one", reference)
    return _form(request, form, shown, "Write down a supervision")


@runners
@require_POST
def leave(request: PageRequest, reference: str) -> HttpResponse:
    try:
        acting.let_mentor_go(reference=reference, by=request.viewer, at=request.viewer.at)
        messages.success(request, "The mentor has left. The name is forgotten after three years.")
    except CommunityRefused as refused:
        messages.error(request, str(refused))
    return redirect("mentors_one", reference)


@readers
@require_safe
def figures(request: PageRequest) -> HttpResponse:
    """One's own agency's for whoever runs mentors; all agencies' for whoever reads measures."""
    runs, at = request.viewer.may(Permission.RUN_PROGRAMMES), request.viewer.at
    until = at.astimezone(LONDON).date() + timedelta(days=1)
    told = mentor_figures(
        since=until - YEAR, until=until, at=at, agency_id=request.viewer.agency_id if runs else None
    )  # fmt: skip
    context = {"told": told, "runs": runs, "since": until - YEAR, "until": until - timedelta(days=1)}
    return render(request, "mentors/figures.html", context)


def _form(request: PageRequest, form: forms.Form, shown: mentors.MentorTold, title: str) -> HttpResponse:
    back = reverse("mentors_one", args=[shown.line.reference])
    return form_page(request, form, title, "Keep", back=back, caption=shown.line.name)
