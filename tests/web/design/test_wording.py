from datetime import UTC, date, datetime, time, timedelta

import pytest

from alongside.web.design import wording

SUMMER = datetime(2026, 7, 1, 8, 5, tzinfo=UTC)


def test_moments_are_told_in_london_time():
    assert wording.moment(SUMMER) == "1 July 2026 at 9:05am"
    assert wording.short_moment(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "31 Dec 2026, 11:30pm"
    assert wording.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


@pytest.mark.parametrize(
    ("at", "words"),
    [(time(0), "midnight"), (time(12), "midday"), (time(9), "9am"), (time(21, 5), "9:05pm"), (time(0, 30), "12:30am")],
)
def test_times_are_written_the_gov_uk_way(at, words):
    assert wording.clock(at) == words


def test_a_count_brings_its_word():
    assert [wording.plural(n, "child", "children") for n in (0, 1, 2_000)] == [
        "0 children",
        "1 child",
        "2,000 children",
    ]
    assert wording.plural(2, "day") == "2 days"


@pytest.mark.parametrize(
    ("gone", "words"),
    [(timedelta(seconds=5), "just now"), (timedelta(minutes=1), "1 minute ago"), (timedelta(hours=5), "5 hours ago"),
     (timedelta(days=2, hours=3), "2 days ago")],
)  # fmt: skip
def test_how_long_ago_in_the_largest_unit(gone, words):
    assert wording.ago(SUMMER - gone, SUMMER) == words


def test_nothing_gives_nothing():
    assert [
        write(None) for write in (wording.day, wording.short_day, wording.weekday, wording.clock, wording.moment)
    ] == [""] * 5


def test_a_weekday_stands_before_its_date():
    assert wording.weekday(date(2026, 11, 22)) == "Sunday 22 November 2026"
    assert wording.machine(SUMMER) == "2026-07-01T09:05+01:00"


CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Edg/142.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME}", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1", "Safari on iPhone"),
        ("A telephone of 1999", "A telephone of 1999"),
        ("", "Not known"),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(told, words):
    assert wording.browser(told) == words
