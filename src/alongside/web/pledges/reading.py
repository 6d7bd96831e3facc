"""A verdict is read before it is public: let through, or kept from the public on one of three grounds."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from alongside.outcomes.actions.verdicts import read_verdict
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.pledge_states import READ_MOVES, ReadState
from alongside.outcomes.queries import pledges as queries
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.pledges.forms import ReadForm

SAID = {
    ReadState.LET_THROUGH: "Let through: everybody can read it.",
    ReadState.REFUSED: "Refused. The body reads the ground, and may say it again in other words.",
    ReadState.TAKEN_DOWN: "Taken down. The body reads the ground, and may say it again in other words.",
}


@page(*queries.READERS)
@get_or_post
def read(request: PageRequest, verdict_id: int) -> HttpResponse:
    verdict = queries.verdict(request.viewer, verdict_id)
    pledge = queries.pledge(request.viewer, verdict.pledge) if verdict else None
    if verdict is None or pledge is None:
        raise Http404
    form = ReadForm(sent(request), is_public=verdict.is_public)
    if form.is_valid():
        decision = form.cleaned_data["decision"]
        is_through = decision == ReadState.LET_THROUGH
        no = ReadState.TAKEN_DOWN if verdict.is_public else ReadState.REFUSED
        to = ReadState.LET_THROUGH if is_through else no
        try:
            read_verdict(
                verdict_id=verdict_id, to=to, ground="" if is_through else decision, by=request.viewer,
                at=request.viewer.at,
            )  # fmt: skip
        except OutcomesRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, SAID[to])
            return redirect("pledge", verdict.pledge)
    may_decide = bool(READ_MOVES[verdict.state])
    context = {"form": form, "verdict": verdict, "pledge": pledge, "may_decide": may_decide}
    return render(request, "pledges/read.html", context)
