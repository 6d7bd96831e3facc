"""What is done with a handover: each step a small page, one domain call, and back to the handover."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.support.actions import handovers as work
from alongside.support.actions import handovers_documents as documents
from alongside.support.actions.handovers import REASONED, Step
from alongside.support.queries.handovers_page import HandoverPage, colleagues, handover_page
from alongside.web.design.doing import get_or_post
from alongside.web.design.doors import PageRequest, page
from alongside.web.handovers.forms import (
    DocumentForm,
    LeadForm,
    ReceiptForm,
    RedirectForm,
    SentForm,
    StepForm,
    moment_of,
)
from alongside.web.handovers.naming import put, sent_form

OWN_PAGES = ("send", "redirect")
TEXTS = {
    "receive": "Say that it has arrived with you. You can accept or return it now or later.",
    "return": "It goes back to the sender, who is told why. You see the child’s page no more from then.",
    "withdraw": "It ends here. The receiver sees the child’s page no more from now; everything stays to be read.",
}


def _small(
    request: PageRequest, shown: HandoverPage, form: Any, title: str, act: Callable[[], str], *, text: str = ""
) -> HttpResponse:
    """One small page: what cannot stand goes to its field, a collision is told, and nothing typed is lost."""
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act())
            return redirect("handover" if _still_hers(request, shown) else "handovers", *_back(request, shown))
        except Invalid as problem:
            put(form, problem)
        except Stale as problem:
            form.add_error(None, str(problem))
    return render(request, "handovers/step.html", {"shown": shown, "form": form, "title": title, "text": text})


def _still_hers(request: PageRequest, shown: HandoverPage) -> bool:
    """After a return the receiver's page is closed to her: she goes back to her queue."""
    return shown.sends or not request.path.endswith("/return/")


def _back(request: PageRequest, shown: HandoverPage) -> tuple[str, ...]:
    return (shown.reference,) if _still_hers(request, shown) else ()


def _when(request: PageRequest) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.viewer.at}


@page(Permission.REFER, Permission.WORK_CASES)
@get_or_post
def step(request: PageRequest, reference: str, code: str) -> HttpResponse:
    """Acknowledge, accept, return, first contact, check, withdraw, take up again."""
    shown = handover_page(request.viewer, reference)
    rule = next((one for one in shown.moves if one.code == code and code not in OWN_PAGES), None)
    if rule is None:
        messages.warning(request, "That is not open as the handover stands. Here is how it stands now.")
        return redirect("handover", reference)
    form = StepForm(
        sent_form(request), questions=rule.asks, reasoned=code in REASONED, by_hand=shown.entered_by_hand(code),
        dated=code == "contact", initial={"changes": shown.changes, "happened_on": request.viewer.day},
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        taken = Step(
            move=code, answers=form.answers(), reason=given.get("reason", ""), who=given.get("who_did", ""),
            happened_at=form.moment(request.viewer.at), changes=given["changes"],
        )  # fmt: skip
        made = work.take_step(reference=reference, step=taken, **_when(request))
        return f"The handover stands at “{made.get_state_display()}” now."

    return _small(request, shown, form, rule.label, act, text=TEXTS.get(code, ""))


@page(Permission.REFER)
@get_or_post
def elsewhere(request: PageRequest, reference: str) -> HttpResponse:
    """The child goes elsewhere: story and clocks stay."""
    shown = handover_page(request.viewer, reference)
    form = RedirectForm(sent_form(request), initial={"changes": shown.changes, "moves_on": shown.moves_on})
    form.offer([one for one in shown.receivers if one[0] != shown.receiver_code])

    def act() -> str:
        given = form.cleaned_data
        made = work.redirect(
            reference=reference, to=form.to(), reason=given["reason"], moves_on=given["moves_on"],
            changes=given["changes"], **_when(request),
        )  # fmt: skip
        to = made.receiver.name if made.receiver else made.outside
        return f"Sent to {to}." if to else "It stands with you until you know where the child goes."

    text = f"{shown.receiver} sees the child’s page no more from now." if shown.receiver else ""
    return _small(request, shown, form, "Send it elsewhere", act, text=text)


@page(Permission.REFER, Permission.WORK_CASES)
@get_or_post
def give(request: PageRequest, reference: str) -> HttpResponse:
    shown = handover_page(request.viewer, reference)
    form = LeadForm(sent_form(request)).offer(colleagues(request.viewer))

    def act() -> str:
        work.look_after(reference=reference, member=form.cleaned_data["member"], **_when(request))
        return "Kept."

    return _small(request, shown, form, "Say who looks after it", act)


@page(Permission.REFER)
@get_or_post
def document(request: PageRequest, reference: str) -> HttpResponse:
    shown = handover_page(request.viewer, reference)
    form = DocumentForm(sent_form(request))

    def act() -> str:
        documents.list_document(reference=reference, **form.cleaned_data, **_when(request))
        return "It is on the list. The document itself goes by your own safe way."

    return _small(request, shown, form, "Put a document on the list", act)


@page(Permission.REFER)
@get_or_post
def document_sent(request: PageRequest, reference: str, document: int) -> HttpResponse:
    shown = handover_page(request.viewer, reference)
    form = SentForm(sent_form(request), initial={"happened_on": request.viewer.day})

    def act() -> str:
        documents.document_sent(
            reference=reference, document=document, how=form.cleaned_data["how"],
            sent_at=moment_of(form, request.viewer.at), **_when(request),
        )  # fmt: skip
        return "Kept. The receiver gives a receipt by name."

    return _small(request, shown, form, "The document was sent", act, text=_name_of(shown, document))


@page(Permission.REFER, Permission.WORK_CASES)
@get_or_post
def document_received(request: PageRequest, reference: str, document: int) -> HttpResponse:
    shown = handover_page(request.viewer, reference)
    form = ReceiptForm(sent_form(request), initial={"happened_on": request.viewer.day})

    def act() -> str:
        documents.document_received(
            reference=reference, document=document, who=form.cleaned_data["who"],
            received_at=moment_of(form, request.viewer.at), **_when(request),
        )  # fmt: skip
        return "The receipt is kept."

    return _small(request, shown, form, "Give a receipt", act, text=_name_of(shown, document))


def _name_of(shown: HandoverPage, document: int) -> str:
    return next((one.name for one in shown.documents if one.pk == document), "")
