"""How the pages for residents read: for a child of nine to eleven, in every language, in both directions."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from alongside.web.design.tongue import LANGUAGES
from tests.residents import application, network, shown_post
from tests.web.community.said import everything

OLDEST_CHILD, GRADE_IS_YEARS_BELOW = 11, 5
PAGES = (
    "community", "community_tell", "community_question", "community_report", "community_somebody", "community_code",
    "community_asked", "community_priorities", "community_networks", "community_events", "community_review",
    "community_review_apply", "community_advisors",
)  # fmt: skip
SPOKEN = re.compile(
    r"<(p|li|h1|h2|label|legend|div class=\"govuk-hint)[^>]*>(.*?)</(?:p|li|h1|h2|label|legend|div)>", re.DOTALL
)


@pytest.fixture(autouse=True)
def at_now(db, now): ...


def syllables(word):
    """Groups of vowels, without a silent e at the end: within a tenth of a dictionary's count on plain words."""
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and len(groups) > 1
    return max(1, len(groups) - silent)


def reading_age(text):
    """Flesch and Kincaid's grade (1975), plus five years."""
    sentences = [one for one in re.split(r"[.!?:]+(?:\s|$)", text) if re.search(r"[a-z]", one, re.IGNORECASE)]
    words = re.findall(r"[A-Za-z’']+", text)
    per_sentence, per_word = len(words) / len(sentences), sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59 + GRADE_IS_YEARS_BELOW


def spoken(page):
    main = page[page.index("<main") : page.index("</main>")]
    parts = [re.sub(r"<[^>]+>", " ", found) for _tag, found in SPOKEN.findall(main)]
    return ". ".join(" ".join(one.split()).rstrip(".?!") for one in parts if one.strip()) + "."


@pytest.mark.parametrize("name", PAGES)
def test_a_child_of_eleven_can_read_it(name):
    text = spoken(Client().get(reverse(name)).content.decode())
    assert len(text.split()) > 5 and reading_age(text) <= OLDEST_CHILD, (reading_age(text), text)


def test_the_formula_finds_hard_text():
    hard = (
        "The multi-agency partnership operationalises statutory responsibilities regarding exploitation vulnerability."
    )
    assert reading_age(hard) > 18 and reading_age("The dog ran to the park. It was a hot day.") < 8


def catalogue():
    path = Path(settings.LOCALE_PATHS[0]) / "ar" / "LC_MESSAGES"
    with (path / "django.mo").open("rb") as file:
        return path, gettext.GNUTranslations(file)


def test_every_text_has_its_arabic_and_keeps_its_gaps():
    _path, held = catalogue()
    counted = {one for one in everything() if one.startswith("%(num)s")}
    assert "ردود" in held.ngettext(*sorted(counted), 7)
    assert [one for one in everything() - counted if held.gettext(one) == one] == []
    for one in everything() - counted:
        gaps = re.findall(r"%\(\w+\)s", one)
        assert all(gap in held.gettext(one) for gap in gaps), one


def test_what_is_compiled_is_what_is_written():
    path, held = catalogue()
    text = (path / "django.po").read_text()
    pairs = re.findall(r'^msgid (".+")\nmsgstr (".+")$', text, flags=re.MULTILINE)
    assert len(pairs) > 200
    assert [one for one, said in pairs if held.gettext(ast.literal_eval(one)) != ast.literal_eval(said)] == []
    assert "X-Read-By: nobody yet" in text


@pytest.mark.parametrize("name", PAGES)
def test_arabic_runs_from_right_to_left_and_says_that_nobody_has_checked_it(name):
    page = Client().get(reverse(name) + "?lang=ar")
    text = page.content.decode()
    assert '<html lang="ar" dir="rtl"' in text and page["Content-Language"] == "ar"
    assert "هذه ترجمة آلية" in text and not page.cookies
    links = re.findall(r'href="(/community/[^"]*)"', text)
    assert [one for one in links if "lang=ar" not in one and ".ics" not in one and ".csv" not in one] == [
        one for one in links if one == page.request["PATH_INFO"]
    ]


def test_english_is_the_language_of_whoever_asks_for_none_or_for_an_unknown_one():
    for query in ("", "?lang=xx", "?lang=ar%00"):
        page = Client(headers={"Accept-Language": "ar"}).get(reverse("community") + query).content.decode()
        assert '<html lang="en-GB" dir="ltr"' in page and "Safer together" in page


def test_pages_of_members_stay_english(as_member):
    page = as_member("community_officer").get("/residents/?lang=ar").content.decode()
    assert '<html lang="en-GB"' in page and "To read and answer" in page


def test_errors_are_said_in_the_language_of_the_page():
    shown = Client().post(reverse("community_report") + "?lang=ar", {"about": "no"}).content.decode()
    assert "اكتب سؤالك أو بلاغك" in shown and "هناك شيء ناقص" in shown


def test_what_residents_wrote_stands_in_its_own_direction(cast):
    _code, row = shown_post(cast, "The lamps are out.")
    shown = Client().get(reverse("community_asked_one", args=[row.pk]) + "?lang=ar").content.decode()
    assert '<p class="govuk-body al-typed" dir="auto">The lamps are out.</p>' in shown


def test_every_language_says_its_direction():
    assert [(one.code, one.direction, one.is_read) for one in LANGUAGES] == [
        ("en-gb", "ltr", True),
        ("ar", "rtl", False),
    ]


def test_detail_pages_are_as_plain(cast):
    mine = network(cast)
    application()
    for path in (reverse("community_network", args=[mine]), reverse("community_join", args=[mine])):
        assert reading_age(spoken(Client().get(path).content.decode())) <= OLDEST_CHILD
