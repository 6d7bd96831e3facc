"""The queue of pairs that may be one child, and one pair side by side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.partners.roles import Permission
from alongside.people import actions, queries
from alongside.people.actions.reviewing import Answered
from alongside.people.quality.reading import to_judge_count
from alongside.people.queries.reviewing import MOST_COUNTED
from alongside.people.states import Verdict
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.identity.forms import AnswerForm
from alongside.web.identity.sentences import compared, how_pressing, waterfall, weighed

_DONE = {
    Verdict.SAME: "Your answer is kept. The records stand together now, and whoever read them is told.",
    Verdict.DIFFERENT: "Your answer is kept. The records stay apart, whatever the computer says of them later.",
}
# One sentence for all that does not settle it: a second reader is awaited, nobody can say, or it was known already.
_KEPT = "Your answer is kept. Nothing changes yet: some pairs are answered by two people."


@page(Permission.REVIEW_IDENTITY)
@require_safe
def queue(request: PageRequest) -> HttpResponse:
    part = queries.review_queue(request.viewer, page=page_number(request))
    if answer := past_the_end(request, part):
        return answer
    rows = [(row, how_pressing(row.harm)) for row in part.rows]
    context = {
        "rows": rows,
        "paging": paging(part),
        "now": request.viewer.at,
        "most": MOST_COUNTED,
        "to_judge": to_judge_count(request.viewer),
    }
    return render(request, "identity/queue.html", context)


@page(Permission.REVIEW_IDENTITY)
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: PageRequest, review_id: int) -> HttpResponse:
    """Without the weight until the member has answered: then it shows what the computer had made of it."""
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def act() -> Answered:
        given = form.cleaned_data
        return actions.answer_review(
            review_id=review_id, verdict=given["verdict"], reason=given["reason"], undo_earlier=given["undo_earlier"],
            by=request.viewer, at=request.viewer.at,
        )  # fmt: skip

    if answered := form.attempt(act):
        messages.success(request, _DONE[Verdict(answered.verdict)] if answered.settled else _KEPT)
        return redirect("identity_pair", review_id)
    shown = queries.review_pair(request.viewer, review_id)
    own = queries.own_answer(request.viewer, review_id)
    context = {
        "shown": shown,
        "fields": [(field, stands) for field in shown.fields if (stands := compared(field))],
        "own": own,
        "chart": waterfall(own.weighing) if own and own.weighing else "",
        "weighed": weighed(own.weighing) if own and own.weighing else (),
        "form": form,
    }
    return render(request, "identity/pair.html", context)
