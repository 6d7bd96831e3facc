"""The pages of docs: every picture and every link that they name is there, and every picture that is taken is shown."""

import re
import struct
from pathlib import Path

import pytest

from alongside.partners.roles import Role
from docs import take_pictures
from docs.pictures import PICTURES, NoSuchLink, Picture, link

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HOW_TO = DOCS / "how-to"


def shown(page):
    return [(words, (page.parent / path).resolve()) for words, path in IMAGE.findall(page.read_text())]


def anchors(page):
    """As the places that show Markdown make them from headings."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", one)).lower().replace(" ", "-") for one in heads
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_every_picture_of_a_page_exists_and_says_in_words_what_it_shows(page):
    for words, path in shown(page):
        assert path.is_file(), path.name
        assert len(words.split()) >= 5, path.name


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_every_link_to_another_page_leads_there(page):
    for target in LINK.findall(page.read_text()):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            assert there.exists(), target
            assert not anchor or anchor in anchors(there), target


def test_what_is_taken_is_shown_and_what_is_shown_is_taken():
    named = {path for page in PAGES for _, path in shown(page)}
    assert {path.stem for path in named} == {one.name for one in PICTURES}
    assert named == set((DOCS / "images").iterdir())
    assert len({one.name for one in PICTURES}) == len(PICTURES)


def test_the_pictures_stay_small():
    sizes = [one.stat().st_size for one in (DOCS / "images").iterdir()]
    assert sum(sizes) < take_pictures.MOST_BYTES and max(sizes) < 150_000


def test_every_page_of_a_role_has_a_picture_and_stands_in_the_list():
    listed = (HOW_TO / "README.md").read_text()
    for page in HOW_TO.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in listed, page.name
        assert not page.name.startswith("as-") or shown(page), page.name


def test_every_role_finds_its_page_in_the_list():
    listed = (HOW_TO / "README.md").read_text().casefold()
    other = {Role.PRACTITIONER: "an agency that is asked", Role.TRIAGE_MANAGER: "front door (mash) manager"}
    for role in Role:
        words = other.get(
            role, role.label.removeprefix("Neighbourhood ").removesuffix(" who runs a network")
        ).casefold()
        assert words in listed, role


def test_an_address_that_is_gone_is_told_and_never_guessed():
    page = '<nav><a href="/plans/PN-1/">x</a></nav><main><a class="x" href="/plans/PN-2/#top">y</a></main>'
    assert link(page, r"/plans/PN-\d/", "/plans/") == "/plans/PN-2/"
    with pytest.raises(NoSuchLink, match="/plans/ has no link that fits"):
        Picture("x", "kez", "/plans/", (r"/cases/\d",)).address(lambda member, path: page)


def test_a_picture_is_written_as_a_png_of_its_colours():
    made = take_pictures.png(2, 2, [0, 0, 0, 255, 255, 255], b"\0\1\1\0")
    assert made.startswith(b"\x89PNG") and struct.unpack(">II", made[16:24]) == (2, 2) and made.endswith(b"\xaeB`\x82")
