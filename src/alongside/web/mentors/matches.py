"""Matches of mentors: begun with a planned ending, reviewed, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.community.actions import matches as acting
from alongside.community.queries import mentors
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.mentors.doing import done, form_page
from alongside.web.mentors.forms import MatchForm, MoveForm

runners = page(Permission.RUN_PROGRAMMES)


@runners
@get_or_post
def new(request: PageRequest, reference: str) -> HttpResponse:
    shown = mentors.mentor(request.viewer, reference)
    form = MatchForm(sent(request))
    made: list[int] = []

    def keep() -> None:
        key = form.cleaned_data["sent_key"]
        made.append(
            acting.begin_match(
                reference=reference, draft=form.draft(), sent_key=key, by=request.viewer, at=request.viewer.at
            )
        )

    if done(form, keep):
        messages.success(request, "Matched. Review it in 30 working days.")
        return redirect("mentors_match", made[0])
    back = reverse("mentors_one", args=[reference])
    return form_page(request, form, "Begin a match", "Begin", back=back, caption=shown.line.name)


@runners
@get_or_post
def one(request: PageRequest, match_id: int) -> HttpResponse:
    shown = mentors.match(request.viewer, match_id)
    form = MoveForm(sent(request))
    if done(
        form, lambda: acting.move_match(match_id=match_id, draft=form.draft(), by=request.viewer, at=request.viewer.at)
    ):
        messages.success(request, "Kept.")
        return redirect("mentors_match", match_id)
    return render(request, "mentors/match.html", {"match": shown, "form": form})
