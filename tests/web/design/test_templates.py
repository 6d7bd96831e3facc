"""The template environment: nothing blank by mistake, nothing unescaped, nothing inline."""

import re
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import UndefinedError

WEB = Path(__file__).resolve().parents[3] / "src/alongside/web"
PAGES = sorted(WEB.rglob("*.html"))


def render(text, **given):
    return engines["jinja2"].env.from_string(text).render(given)


@pytest.mark.parametrize("text", ["{{ nmae }}", "{{ child.nmae }}", "{% if nmae %}{% endif %}", "{{ nmae | length }}"])
def test_a_name_that_nobody_gave_is_an_error_and_not_a_blank(text):
    with pytest.raises(UndefinedError):
        render(text, child=object())


def test_a_name_may_be_asked_whether_it_is_there():
    assert render("{{ 'yes' if name is defined else 'no' }}{{ name | default('x') }}") == "nox"


def test_what_people_typed_is_escaped_in_every_component():
    bad = "<script>alert(1)</script>"
    html = render(
        "{{ ui.tag(bad) }}{{ ui.summary([(bad, bad)]) }}{{ ui.table(bad, [bad], [[{'text': bad, 'href': bad}]]) }}"
        "{{ ui.person_header(bad, [(bad, bad)], warnings=[bad]) }}{{ ui.empty_state(bad) }}{{ ui.done(bad, bad) }}"
        "{{ ui.clock_badge('running', bad) }}{{ ui.collision(bad, bad, bad) }}"
        "{{ ui.cards([{'title': bad, 'text': bad, 'url': bad}]) }}",
        bad=bad,
    )
    assert "<script>" not in html and html.count("&lt;script&gt;") > 15


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_page_has_anything_inline(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(WEB)))
def test_every_page_can_be_compiled_and_posts_with_a_token(path):
    text = path.read_text()
    engines["jinja2"].env.compile(text)
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, flags=re.S):
        # The other two are safe in another way: web.own.doors, and forms of anybody, which act for nobody (form_tokens).
        is_safe_so = '"own/frame.html"' in text or path.is_relative_to(WEB / "community")
        assert "csrf_input" in form or is_safe_so
