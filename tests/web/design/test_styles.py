"""A page loads the style sheets of the parts that it draws: a class without its sheet is a page half drawn."""

import re
from pathlib import Path

import pytest

from alongside.web import design

WEB = Path(design.__file__).parent.parent
TEMPLATES = {str(one.relative_to(WEB)): one.read_text() for one in sorted(WEB.glob("*/*.html"))}
SHEETS = {
    one.name: set(re.findall(r"\.(al-[\w-]+)", one.read_text()))
    for one in sorted((WEB / "design/static").glob("*.css"))
}
PAGES = [name for name, text in TEMPLATES.items() if "{% extends" in text]


def drawn_with(name):
    """The page, what it extends and what it includes."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += re.findall(r'{% (?:extends|include) "([\w/]+\.html)"', TEMPLATES[one])
    return "".join(re.sub(r"{#.*?#}", "", TEMPLATES[one], flags=re.DOTALL) for one in found)


def unstyled(name):
    whole = drawn_with(name)
    styled = set().union(*(SHEETS[sheet] for sheet in re.findall(r"static\('(\w+\.css)'\)", whole)))
    used = set(re.findall(r"\b(al-[a-z][\w-]*)", " ".join(re.findall(r'class="([^"]*)', whole))))
    return {one for one in used if any(one in sheet for sheet in SHEETS.values())} - styled


@pytest.mark.parametrize("name", PAGES)
def test_every_class_of_a_page_is_styled_by_a_sheet_that_it_loads(name):
    assert unstyled(name) == set()


def test_a_page_without_its_sheet_is_found(monkeypatch):
    monkeypatch.setitem(TEMPLATES, "cases/pathways.html", TEMPLATES["cases/pathways.html"].replace("triage.css", ""))
    assert "al-agency__name" in unstyled("cases/pathways.html")
