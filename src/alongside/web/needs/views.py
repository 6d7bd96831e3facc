"""Needs assessments for members: the list, a draft, its sections, its figures, signing and withdrawing."""

from secrets import SystemRandom
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.exchange.needs_files import ODT, needs_pdf, needs_text
from alongside.outcomes.actions.needs import draft_needs, save_section, sign_needs, withdraw_needs
from alongside.outcomes.definitions import LABELS
from alongside.outcomes.needs_states import SECTION_OF, NeedsState
from alongside.outcomes.queries import needs
from alongside.outcomes.queries.needs import EDITORS, FigureShown, NeedsPage
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import attachment
from alongside.web.needs.forms import DraftForm, SectionForm, WithdrawForm

COLOURS = {NeedsState.DRAFT: "yellow", NeedsState.SIGNED: "green", NeedsState.WITHDRAWN: "grey"}


@page(Permission.SEE_MEASURES)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    context = {
        "rows": needs.needs_list(request.viewer), "may_edit": needs.may_edit(request.viewer), "colours": COLOURS,
    }  # fmt: skip
    return render(request, "needs/list.html", context)


@page(*EDITORS)
@get_or_post
def draft(request: PageRequest) -> HttpResponse:
    places, held = needs.places_to_assess(), needs.months_to_assess()
    form = DraftForm(sent(request), initial={"sent_key": uuid4()}).offer(places, held)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = draft_needs(
                place_key=given["place"], last_month=given["last_month"], sent_key=given["sent_key"],
                by=request.viewer.actor, at=request.viewer.at, source=SystemRandom(),
            )  # fmt: skip
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, f"The draft {made} is ready. Read each section, and write what only people know.")
            return redirect("needs", made)
    return render(request, "needs/draft.html", {"form": form, "may_draft": bool(places and held)})


@page(Permission.SEE_MEASURES)
@require_safe
def one(request: PageRequest, reference: str) -> HttpResponse:
    shown = _page(request, reference)
    return render(request, "needs/one.html", {"page": shown, "colours": COLOURS, **_may(request, shown)})


@page(Permission.SEE_MEASURES)
@require_safe
def figure(request: PageRequest, reference: str, number: int) -> HttpResponse:
    shown = _page(request, reference)
    found = shown.figures.get(number)
    if found is None:
        raise Http404
    return render(request, "needs/figure.html", {**figure_told(shown, found), "public": False})


@page(*EDITORS)
@get_or_post
def section(request: PageRequest, reference: str, section: str) -> HttpResponse:
    shown = _page(request, reference)
    held = next((one for one in shown.sections if one.section.key == section), None)
    if held is None or section not in SECTION_OF:
        raise Http404
    form, theirs = SectionForm(sent(request), initial={"text": held.told.text}), None
    version = held.told.number
    if form.is_valid():
        try:
            save_section(
                reference=reference, section=section, text=form.cleaned_data["text"], version=_version(request),
                by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except Stale as stale:
            theirs = stale.theirs
            version = stale.theirs.number  # type: ignore[attr-defined]
        except Invalid as problem:
            form.add_error("text", str(problem))
            version = _version(request)
        else:
            messages.success(request, f"“{held.section.title}” is kept.")
            return redirect("needs", reference)
    context = {
        "page": shown, "held": held, "form": form, "theirs": theirs, "version": version,
        "history": needs.history_of(request.viewer, reference, section),
    }  # fmt: skip
    return render(request, "needs/section.html", context)


@page(Permission.PUBLISH)
@get_or_post
def sign(request: PageRequest, reference: str) -> HttpResponse:
    shown, problem = _page(request, reference), ""
    if request.method == "POST":
        try:
            sign_needs(reference=reference, read=request.POST.get("read", ""), by=request.viewer, at=request.viewer.at)
        except Invalid as invalid:
            shown, problem = _page(request, reference), str(invalid)
        else:
            messages.success(request, "Signed and published. Nothing of it changes any more.")
            return redirect("needs", reference)
    return render(request, "needs/sign.html", {"page": shown, "problem": problem})


@page(Permission.PUBLISH)
@get_or_post
def withdraw(request: PageRequest, reference: str) -> HttpResponse:
    shown, form = _page(request, reference), WithdrawForm(sent(request))
    if form.is_valid():
        try:
            withdraw_needs(
                reference=reference, reason=form.cleaned_data["reason"], by=request.viewer, at=request.viewer.at
            )
        except Invalid as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Withdrawn. It stays to be read, with the reason.")
            return redirect("needs", reference)
    return render(request, "needs/withdraw.html", {"page": shown, "form": form})


@page(Permission.SEE_MEASURES)
@require_safe
def pdf(request: PageRequest, reference: str) -> HttpResponse:
    return pdf_of(_page(request, reference))


@page(Permission.SEE_MEASURES)
@require_safe
def text(request: PageRequest, reference: str) -> HttpResponse:
    return text_of(_page(request, reference))


def pdf_of(shown: NeedsPage) -> HttpResponse:
    name = f"needs-assessment-{shown.row.reference}.pdf"
    return HttpResponse(
        needs_pdf(shown, settings.PARTNERSHIP), content_type="application/pdf", headers=attachment(name)
    )


def figure_told(shown: NeedsPage, one: FigureShown) -> dict[str, Any]:
    """A figure with what the registry of measures said of it when it was drafted."""
    at_length = needs.at_length(shown, one)
    rows = [(label, getattr(at_length.text, name)) for name, label in LABELS.items()] if at_length else []
    return {"page": shown, "one": one, "at_length": at_length, "at_length_rows": rows}


def text_of(shown: NeedsPage) -> HttpResponse:
    name = f"needs-assessment-{shown.row.reference}.odt"
    return HttpResponse(needs_text(shown, settings.PARTNERSHIP), content_type=ODT, headers=attachment(name))


def _page(request: PageRequest, reference: str) -> NeedsPage:
    found = needs.needs_page(request.viewer, reference)
    if found is None:
        raise Http404
    return found


def _may(request: PageRequest, shown: NeedsPage) -> dict[str, Any]:
    state = shown.row.state
    publishes = request.viewer.may(Permission.PUBLISH)
    return {
        "may_edit": needs.may_edit(request.viewer) and state is NeedsState.DRAFT,
        "may_sign": publishes and state is NeedsState.DRAFT,
        "may_withdraw": publishes and state is not NeedsState.WITHDRAWN, "public": False,
    }  # fmt: skip


def _version(request: PageRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else -1
