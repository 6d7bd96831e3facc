"""The methods page explains every figure that the library gives, in the order in which they are wanted."""

import inspect
import re
from pathlib import Path

from alongside.analysis import evaluation
from alongside.analysis.evaluation import NotAnswerable, claim, power, two_counts, worst_area

PAGE = (Path(__file__).parents[2] / "docs" / "methods.md").read_text()


def test_every_public_function_of_the_library_is_explained():
    functions = {name for name in evaluation.__all__ if inspect.isfunction(getattr(evaluation, name))}
    assert len(functions) >= 25
    assert {name for name in functions if f"`{name}`" not in PAGE} == set()


def test_the_page_names_no_function_that_is_not_there():
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", "\n".join(re.findall(r"^> .*$", PAGE, re.MULTILINE))))
    fields = {"pooled", "separate", "placebos", "placebo_rank", "displacement"}
    assert {name for name in named - fields if not hasattr(evaluation, name)} == set()


def test_each_section_says_it_plainly_and_then_with_its_source():
    for section in re.split(r"^## \d+\. ", PAGE, flags=re.MULTILINE)[1:]:
        section = section.split("\n## ")[0]
        plain, _, formal = section.partition("\n> ")
        assert len(plain.split()) > 12 and formal, section[:40]
        assert not re.search(r"E-test|quasi|empirical Bayes|φ|\bOLS\b", plain), section[:40]


def test_the_figures_of_the_page_are_those_of_the_library():
    assert "−39% (−68% to +17%)" in PAGE and "−39% (95% −68% to +17%" in two_counts(23, 14).sentence
    assert power(20, months=6, fall=70).power >= 0.79 and "only a fall of 70%" in PAGE
    assert 0.2 < worst_area(10).expected_fall / 100 < 0.3 and "falls by a quarter" in PAGE


def test_the_words_are_the_librarys_own():
    for letter, words in evaluation.WORDS.items():
        assert f"| {letter} | {words.split(',')[0].split(' and more')[0]}" in PAGE or letter == "e"


def test_what_is_said_to_be_refused_is_refused():
    assert isinstance(two_counts(8, 5).change, NotAnswerable) and isinstance(two_counts(23, 14).headline, NotAnswerable)
    assert isinstance(claim("70 arrests"), NotAnswerable)
