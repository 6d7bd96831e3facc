"""An evaluation on paper: every drawing of the page is there, with words for whoever does not see it, and conforms."""

from xml.etree import ElementTree

import pytest

from alongside.exchange.evaluation_pdf import Paper, Section, evaluation_pdf
from alongside.web.evaluations.figures import figures
from alongside.web.evaluations.paper_figures import alone, told, with_drawings
from alongside.web.evaluations.sections import paper
from tests.exchange.test_minutes_pdf import streams
from tests.places.evaluated import drawn_study
from tests.web.evaluations.test_evaluation_pages import evaluated, published

SVG = '<svg class="a" viewBox="0 0 10 20" role="img"><title id="t">Dots &amp; lines</title><desc>Left is less</desc></svg>'


def test_a_drawing_stands_alone_and_is_told_in_words():
    one = alone(SVG + SVG)
    root = ElementTree.fromstring(one)
    assert one.count("</svg>") == 1 and root.attrib["width"] == "10"
    assert told(SVG) == "Dots & lines. Left is less."


@pytest.fixture
def analyst(cast):
    return cast.viewer("analyst")


def test_paper_has_every_drawing_of_the_page_as_a_tagged_figure_with_its_words(analyst, tmp_path):
    found = drawn_study(analyst, tmp_path)
    on_page = figures(found.run.result)
    made = with_drawings(paper(found), on_page)
    drawn = {one.key: one for one in made.sections if one.drawing}
    assert set(drawn) == {"placebo", "series", "regression", "displacement"}
    assert all(ElementTree.fromstring(one.drawing) is not None and one.drawing_told for one in drawn.values())
    file = evaluation_pdf(made)
    whole = file + b"\n".join(streams(file))
    assert b"pdfuaid:part>1<" in whole and whole.count(b"/S/Figure") == 4 and whole.count(b"/Alt(") >= 4


def test_a_refused_answer_draws_only_what_it_may_show(analyst):
    published()
    found = evaluated(analyst, kinds=["Violence against the person"], first="2023-01")
    made = with_drawings(paper(found), figures(found.run.result))
    assert made.refusal and {one.key for one in made.sections if one.drawing} <= {"series"}
    assert evaluation_pdf(made).startswith(b"%PDF")


def test_a_drawing_without_words_makes_no_file_at_all():
    section = Section("series", "Months", drawing=alone(SVG))
    with pytest.raises(Exception, match="alt"):
        evaluation_pdf(Paper("T", "Q", "A", None, (section,), "Alongside."))
