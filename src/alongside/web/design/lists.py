"""One page of a long list: which page was asked for, and what `ui.pagination` needs to draw the links."""

from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.web.design.frame import page_url


class Part(Protocol):
    """One page of a list, as queries give it."""

    @property
    def number(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def total(self) -> int: ...


def page_number(request: HttpRequest, name: str = "page") -> int:
    """What stands in the address, or the first page if it is no number."""
    typed = request.GET.get(name, "")
    return max(1, int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else 1


def paging(part: Part) -> Page[Any]:
    """For `ui.pagination`. A page beyond the end counts as the last."""
    return Paginator(range(part.total), part.size).get_page(part.number)


def past_the_end(request: HttpRequest, part: Part) -> HttpResponse | None:
    """Leads to the last page when one beyond it was asked for (the list has grown shorter)."""
    last = paging(part).number
    return redirect(page_url(request, last)) if last < part.number else None
