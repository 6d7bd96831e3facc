"""The ASB case review, for residents: what it is, the figures that the law wants published, asking for one, appealing."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.common.timelines import LONDON
from alongside.community.actions import reviews
from alongside.community.actions.reviews import ReportMade, ReviewDraft, ReviewReceipt
from alongside.community.measures import ReviewFigures, review_figures
from alongside.community.queries.codes import ReviewByCode, by_code
from alongside.community.queries.wards import wards
from alongside.community.rules import REPORTS_NEEDED, Complaint
from alongside.web.community.forms import AppealForm, ReviewForm
from alongside.web.community.telling import NOBODY, looked_up, page, taken
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.tongue import PublicRequest, speaks

WHY = "A resident asks for a case review without an account; the figures are those that the law wants published."
YEARS = 3


@dataclass(frozen=True, slots=True)
class Year:
    """From April to March, as councils count."""

    first: int
    is_over: bool
    figures: ReviewFigures

    @property
    def name(self) -> str:
        return f"{self.first}/{(self.first + 1) % 100:02d}"


def _years(at: datetime) -> Iterator[Year]:
    local = at.astimezone(LONDON)
    this = local.year if local.month >= 4 else local.year - 1
    for first in range(this, this - YEARS, -1):
        since, until = (datetime(year, 4, 1, tzinfo=LONDON) for year in (first, first + 1))
        yield Year(first, until <= at, review_figures(since=since, until=min(until, at)))


@speaks(WHY)
@require_safe
def about(request: PublicRequest) -> HttpResponse:
    return page(request, "review.html", {"years": list(_years(request.at)), "needed": REPORTS_NEEDED})


@speaks(WHY)
@require_safe
def figures_csv(request: PublicRequest) -> HttpResponse:
    """The same figures as a table, for whoever compares boroughs."""
    written = StringIO()
    rows = [{"year": one.name, "is_over": one.is_over, **asdict(one.figures)} for one in _years(request.at)]
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="asb-case-reviews.csv"'
    return response


@speaks(WHY)
@get_or_post
def apply(request: PublicRequest) -> HttpResponse:
    form = ReviewForm(sent(request), at=request.at, wards=wards())

    def keep() -> ReviewReceipt:
        said, (code, name) = form.cleaned_data, form.ward
        reports = tuple(ReportMade(Complaint(happened, reported), to) for happened, reported, to in form.reports)
        draft = ReviewDraft(said["applicant"], said["words"], said["effect"], reports, said["how_to_reach"], code, name)
        return reviews.apply_for_review(draft=draft, sent_key=form.sent_key, by=NOBODY, at=request.at)

    given = taken(request, form, keep) if form.is_bound else None
    template, context = ("review_receipt.html", {"given": given}) if given else ("review_apply.html", {"form": form})
    return _unkept(page(request, template, context))


@speaks(WHY)
@require_POST
def appeal(request: PublicRequest) -> HttpResponse:
    """The code that was typed on the page before comes along in the form, and stands in no address.

    Nothing is looked up before the form is whole and counted, and a code that is not known gets the same page as a form
    that cannot be taken: neither the answer nor its status tells which codes there are.
    """
    form = AppealForm(request.POST, at=request.at)

    def keep() -> ReviewByCode | None:
        found = by_code(form.cleaned_data["code"], at=request.at)
        if found is None or not isinstance(found[1], ReviewByCode):
            form.add_error(None, _("We do not know this code. Look at it again, letter by letter"))
            return None
        words = form.cleaned_data["words"]
        reviews.appeal_review(reference=found[1].reference, words=words, by=NOBODY, at=request.at)
        return found[1]

    if kept := looked_up(request, form, keep):
        return _unkept(page(request, "appealed.html", {"reference": kept.reference}))
    return _unkept(page(request, "appeal.html", {"appeal": form}))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response
