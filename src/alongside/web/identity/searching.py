"""Finding a child by what is known of her, among the records that the member may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.people import queries
from alongside.people.queries import Candidate
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.terms import TermsForm


@dataclass(frozen=True, slots=True)
class Found:
    """One child, by those of her records that were found. `possible`: open questions whether another record is hers."""

    person_id: UUID
    records: tuple[Candidate, ...]
    possible: tuple[int, ...]

    @property
    def names(self) -> list[str]:
        """Every name once, in the order in which the records were found."""
        return list(dict.fromkeys(name for one in self.records for name in (one.name, *one.other_names) if name))


@page(Permission.FOLLOW_CONCERNS, Permission.TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: PageRequest) -> HttpResponse:
    """Posted, so that no name stands in an address."""
    form = TermsForm(request.POST if request.method == "POST" else None)
    found: list[Found] | None = None
    if form.is_bound and form.is_valid():
        try:
            found = _by_child(request, queries.search(request.viewer, form.terms()))
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    context = {"form": form, "found": found, "reviews": request.viewer.may(Permission.REVIEW_IDENTITY)}
    return render(request, "identity/search.html", context)


def _by_child(request: PageRequest, records: Sequence[Candidate]) -> list[Found]:
    """In the order of each child's best record."""
    groups: dict[UUID, list[Candidate]] = {}
    for one in records:
        groups.setdefault(one.person_id, []).append(one)
    possible = queries.possible_matches(request.viewer, groups)
    return [Found(person, tuple(rows), possible.get(person, ())) for person, rows in groups.items()]
