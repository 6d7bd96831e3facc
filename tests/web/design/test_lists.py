"""One page of a long list, whatever stands in the address."""

from dataclasses import dataclass

import pytest

from alongside.web.design.lists import page_number, paging, past_the_end


@dataclass
class Part:
    number: int
    size: int = 25
    total: int = 60


@pytest.mark.parametrize(
    ("typed", "number"), [("2", 2), ("", 1), ("0", 1), ("-3", 1), ("x", 1), ("²", 1), ("٣", 1), ("9" * 40, 1)]
)
def test_only_a_plain_number_counts(rf, typed, number):
    assert page_number(rf.get("/", {"page": typed})) == number


def test_the_links_know_where_the_page_stands():
    page = paging(Part(2))
    assert (page.start_index(), page.end_index(), page.paginator.num_pages) == (26, 50, 3)


def test_a_page_past_the_end_leads_to_the_last_and_keeps_the_filters(rf):
    answer = past_the_end(rf.get("/concerns/", {"unread": "", "page": "9"}), Part(9))
    assert answer.headers["Location"] == "/concerns/?unread=&page=3"
    assert past_the_end(rf.get("/concerns/"), Part(3)) is None
    assert past_the_end(rf.get("/concerns/"), Part(1, total=0)) is None
