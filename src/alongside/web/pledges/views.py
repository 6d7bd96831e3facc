"""Pledges: what was promised, what became of it, and what those say for whom it was made."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.common.measured import Domain
from alongside.outcomes.actions import pledges as keeping
from alongside.outcomes.actions import verdicts as judging
from alongside.outcomes.actions.pledges import EntryDraft, PledgeDraft
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.pledge_states import DOMAINS, EntryKind, ReadState, Word
from alongside.outcomes.queries import pledges as queries
from alongside.outcomes.queries import releases
from alongside.outcomes.queries.pledges import PledgeTold, VerdictTold
from alongside.partners.errors import Stale
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.pledges.forms import AnswerForm, ChangePledgeForm, EntryForm, NewPledgeForm, VerdictForm

READERS = (
    Permission.KEEP_PLEDGES,
    Permission.PUBLISH,
    Permission.KEEP_MEASURES,
    Permission.ADVISE,
    Permission.RUN_NETWORK,
)
JUDGES = (Permission.ADVISE, Permission.RUN_NETWORK)


@page(*READERS)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    context = {
        "pledges": queries.pledges(request.viewer), "domains": DOMAINS, "may_keep": request.viewer.may(Permission.KEEP_PLEDGES),
        "may_judge": queries.may_judge(request.viewer), "last": _last(request), "today": request.viewer.day,
    }  # fmt: skip
    return render(request, "pledges/list.html", context)


@page(*READERS)
@require_safe
def one(request: PageRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    last = _last(request)
    own = [
        verdict
        for verdict in found.verdicts
        if verdict.body_code == request.viewer.agency_code
        and verdict.state in (ReadState.WAITING, ReadState.LET_THROUGH)
    ]
    context = {
        "pledge": found, "may_keep": request.viewer.may(Permission.KEEP_PLEDGES), "today": request.viewer.day,
        "domain": next(name for domain, name, _ in DOMAINS if domain is found.domain),
        "may_judge": queries.may_judge(request.viewer) and last and not any(one.release == last for one in own),
        "may_read": queries.may_read(request.viewer),
        "last": last, "measures": dict(releases.measures_released(request.viewer)),
    }  # fmt: skip
    return render(request, "pledges/one.html", context)


@page(Permission.KEEP_PLEDGES)
@require_POST
def install(request: PageRequest) -> HttpResponse:
    """Keep the eight pledges that come with Alongside."""
    number = keeping.install_pledges(
        source="Reported at the launch of the partnership", by=request.viewer.actor, at=request.viewer.at
    )
    messages.success(request, f"{number} pledges are kept. Change them to what was promised here.")
    return redirect("pledges")


@page(Permission.KEEP_PLEDGES)
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    form = NewPledgeForm(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            code = keeping.add_pledge(
                code=given["code"], domain=Domain(given["domain"]), draft=_draft(given), by=request.viewer.actor,
                at=request.viewer.at,
            )  # fmt: skip
        except OutcomesRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "The pledge is kept.")
            return redirect("pledge", code)
    return render(request, "pledges/edit.html", {"form": form, "pledge": None, "theirs": None})


@page(Permission.KEEP_PLEDGES)
@get_or_post
def change(request: PageRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    initial = {name: getattr(found.now, name) for name in ("title", "words", "owner", "promised_on", "source")}
    form = ChangePledgeForm(sent(request), initial={**initial, "was": found.now.number})
    theirs = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            keeping.change_pledge(
                code=code, draft=_draft(given), reason=given["reason"], was=given["was"], by=request.viewer.actor,
                at=request.viewer.at,
            )  # fmt: skip
        except OutcomesRefused as refused:
            form.add_error(refused.field or None, str(refused))
        except Stale as stale:
            theirs = stale.theirs
            form.add_error(None, f"{stale} Nothing is lost: both texts stand below.")
            form.data = {**request.POST.dict(), "was": found.now.number}  # the next save is against what is shown now
        else:
            messages.success(request, "The pledge is changed. The old text stays in its history.")
            return redirect("pledge", code)
    return render(request, "pledges/edit.html", {"form": form, "pledge": found, "theirs": theirs})


@page(Permission.KEEP_PLEDGES)
@get_or_post
def add(request: PageRequest, code: str) -> HttpResponse:
    """An action, a piece of evidence or an outcome."""
    found = _found(request, code)
    entries = [(entry.id, f"{entry.kind.label}: {entry.words[:80]}") for entry in found.entries if not entry.corrected]
    form = EntryForm(
        sent(request), measures=releases.measures_released(request.viewer), entries=entries,
        initial={"sent_key": uuid4(), "happened_on": request.viewer.day},
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        draft = EntryDraft(
            EntryKind(given["kind"]), given["words"], given["happened_on"], given["owner"], given["measure"],
            given["found"], int(given["corrects"]) if given["corrects"] else None,
        )  # fmt: skip
        try:
            keeping.add_entry(
                code=code, draft=draft, sent_key=given["sent_key"], by=request.viewer.actor, at=request.viewer.at
            )
        except OutcomesRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "It is written down. The next release shows it.")
            return redirect("pledge", code)
    return render(request, "pledges/add.html", {"form": form, "pledge": found})


@page(*JUDGES)
@get_or_post
def judge(request: PageRequest, code: str) -> HttpResponse:
    """A verdict, as the body for which the member speaks."""
    found, last = _found(request, code), _last(request)
    if last is None:
        messages.info(request, "A verdict is given on a release of the scoreboard. None is released yet.")
        return redirect("pledge", code)
    form = VerdictForm(sent(request), initial={"release": last})
    if form.is_valid():
        given = form.cleaned_data
        try:
            judging.give_verdict(
                code=code, release=given["release"], word=Word(given["word"]), reason=given["reason"],
                by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except OutcomesRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(
                request,
                "Your verdict is given. It is read within a week, and then public. You are owed an answer within four weeks.",
            )
            return redirect("pledge", code)
    return render(request, "pledges/verdict.html", {"form": form, "pledge": found, "last": last})


@page(Permission.KEEP_PLEDGES)
@get_or_post
def answer(request: PageRequest, verdict_id: int) -> HttpResponse:
    verdict: VerdictTold | None = queries.verdict(request.viewer, verdict_id)
    if verdict is None:
        raise Http404
    if not verdict.is_public:
        return redirect("pledge_verdict_read", verdict_id)
    form = AnswerForm(sent(request), initial={"sent_key": uuid4()})
    if form.is_valid():
        try:
            judging.answer_verdict(
                verdict_id=verdict_id, answer=form.cleaned_data["answer"], sent_key=form.cleaned_data["sent_key"],
                by=request.viewer.actor, at=request.viewer.at,
            )  # fmt: skip
        except OutcomesRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "The answer is given. It stands on the public site beside the verdict.")
            return redirect("pledge", verdict.pledge)
    context = {"form": form, "verdict": verdict, "pledge": _found(request, verdict.pledge)}
    return render(request, "pledges/answer.html", context)


def _found(request: PageRequest, code: str) -> PledgeTold:
    found = queries.pledge(request.viewer, code)
    if found is None:
        raise Http404
    return found


def _last(request: PageRequest) -> int | None:
    """The number of the last release: verdicts are given on it."""
    return next((one.number for one in releases.releases(request.viewer)), None)


def _draft(given: dict[str, Any]) -> PledgeDraft:
    return PledgeDraft(given["title"], given["words"], given["owner"], given["promised_on"], given["source"])
