"""Who else knows this child: look, choose, give the reason, join; and undo it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from alongside.partners.roles import Permission
from alongside.people.matching import Terms
from alongside.people.queries import possible_matches
from alongside.support.actions import triage
from alongside.support.queries import working
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.terms import TermsForm
from alongside.web.triage.doing import done
from alongside.web.triage.forms import JoinForm, ReasonForm


@page(Permission.TRIAGE)
@get_or_post
def candidates(request: PageRequest, reference: str) -> HttpResponse:
    """By the child's own name and birth date at first, or by what else is known. Posted, so that no name stands in an
    address."""
    search = TermsForm(sent(request))
    if search.is_bound and not search.is_valid():
        return _show(request, reference, Terms(), search)
    return _show(request, reference, search.terms() if search.is_bound else None)


def _show(
    request: PageRequest,
    reference: str,
    terms: Terms | None,
    search: TermsForm | None = None,
    join: JoinForm | None = None,
) -> HttpResponse:
    looking = working.looking(request.viewer, reference, terms)
    form = (join or JoinForm(looked_for=looking.terms)).offer(looking.found)
    context = {
        "matter": looking.matter,
        "looking": looking,
        "search": search or TermsForm.of(looking.terms),
        "join": form,
        "form": search or form,
        "possible": possible_matches(request.viewer, {one.person_id for one in looking.found}),
    }
    return render(request, "triage/candidates.html", context)


@page(Permission.TRIAGE)
@require_POST
def join(request: PageRequest, reference: str) -> HttpResponse:
    form = JoinForm(request.POST)

    def act() -> str:
        triage.confirm_same_child(
            reference=reference, record_id=form.cleaned_data["record"], terms=form.terms(),
            reason=form.cleaned_data["reason"], by=request.viewer, at=request.viewer.at,
        )  # fmt: skip
        return "The records tell of the same child now. You can undo it below."

    return done(request, reference, form, act) or _show(request, reference, form.terms(), join=form)


@page(Permission.TRIAGE)
@get_or_post
def unlink(request: PageRequest, reference: str, joined: UUID) -> HttpResponse:
    form = ReasonForm(sent(request), label="Why it is not the same child")

    def act() -> str:
        moved = triage.take_apart(
            reference=reference, joined=joined, reason=form.cleaned_data["reason"], by=request.viewer,
            at=request.viewer.at,
        )  # fmt: skip
        return f"{moved} {'record stands' if moved == 1 else 'records stand'} alone again."

    if answer := done(request, reference, form, act):
        return answer
    matter = working.matter(request.viewer, reference)
    return render(request, "triage/unlink.html", {"form": form, "matter": matter, "joined": joined})
