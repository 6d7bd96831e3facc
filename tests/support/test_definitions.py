"""A pathway is data: it is read, checked, and refuses what would leave a child somewhere without an end."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.support.definitions.answers import checked, in_words, met, shown
from alongside.support.definitions.checking import faults_in
from alongside.support.definitions.parts import Condition, Option, Question, QuestionKind, Threshold
from alongside.support.definitions.reading import Faults, read, written
from alongside.support.shipped import shipped

DOCUMENTS = {one["code"]: one for one in shipped()}


def changed(code="early-help", **changes):
    document = copy.deepcopy(DOCUMENTS[code])
    document.update(changes)
    return document


@pytest.mark.parametrize("code", DOCUMENTS)
def test_every_pathway_that_comes_with_alongside_hangs_together(code):
    assert faults_in(read(DOCUMENTS[code])) == []


@pytest.mark.parametrize("code", DOCUMENTS)
def test_a_pathway_written_and_read_again_is_the_same(code):
    assert read(written(read(DOCUMENTS[code]))) == read(DOCUMENTS[code])


def test_every_fault_of_a_document_is_told_at_once_with_its_place():
    document = changed(stages="none", colour="blue")
    del document["name"]
    document["clocks"][0]["allowance"] = "soon"
    with pytest.raises(Faults) as refused:
        read(document)
    told = " ".join(refused.value.faults)
    assert len(refused.value.faults) == 4
    assert all(
        words in told for words in ("colour", "name: is missing", "a list is needed", "“soon” is not an allowance")
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda d: d["stages"].insert(1, {"code": "limbo", "label": "Limbo"}),
            "No decision leads to the stage “Limbo”",
        ),
        (
            lambda d: d["moves"].append({"code": "in", "label": "In", "sources": ["new"], "target": "nowhere"}),
            "“nowhere”",
        ),
        (lambda d: d["clocks"][0].update(stops=["entry:never"]), "There is no entry “never”"),
        (lambda d: d["questions"][0].update(group="police"), "does not carry"),
        (lambda d: d["questions"].append({"key": "risk_score", "label": "Score"}), "a person is never scored"),
        (lambda d: d.update(purpose="curiosity"), "“curiosity” is no purpose"),
        (lambda d: d["questions"].append(d["questions"][0]), "stands there 2 times"),
        (lambda d: d.update(referrers=[]), "nobody could use"),
    ],
)
def test_a_pathway_that_does_not_hang_together_says_what_is_wrong(change, words):
    document = changed()
    change(document)
    assert any(words in fault for fault in faults_in(read(document)))


def test_nobody_can_be_left_at_a_stage_without_an_end():
    document = changed()
    document["moves"] = [
        one for one in document["moves"] if "team" not in one["sources"] or one["code"] == "start-team"
    ]
    assert any("a case could never end" in fault for fault in faults_in(read(document)))


QUESTIONS = (
    Question("moved", "Moved?", QuestionKind.YES_NO, required=True),
    Question(
        "where", "Where to?", QuestionKind.CHOICE, required=True, only_if="moved=yes", options=(Option("n", "North"),)
    ),
    Question("marks", "Marks", QuestionKind.NUMBER, least=0, most=24),
    Question("day", "Day", QuestionKind.DATE),
    Question("voice", "Voice", QuestionKind.TEXT, group="child_voice"),
)


def test_a_question_that_is_not_asked_needs_no_answer_and_keeps_none():
    good, faults = checked(QUESTIONS, {"moved": "no", "where": "n"})
    assert (good, faults) == ({"moved": False}, [])
    assert [fault.field for fault in checked(QUESTIONS, {"moved": "yes"})[1]] == ["where"]


@pytest.mark.parametrize(
    ("key", "given"),
    [("moved", "perhaps"), ("marks", "25"), ("marks", "٣"), ("marks", "1e3"), ("day", "31 31"), ("voice", "\x00")],
)
def test_an_answer_that_cannot_stand_names_its_question(key, given):
    assert key in [fault.field for fault in checked(QUESTIONS, {"moved": "no", key: given})[1]]


def test_answers_of_a_field_group_that_was_not_shared_are_not_shown():
    good, _ = checked(QUESTIONS, {"moved": "no", "voice": "I am tired.", "day": "2026-03-27"})
    assert [one.words for one in shown(QUESTIONS, good, {"concern"})] == ["No", "27 March 2026"]


@given(st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text()), st.booleans()))
def test_no_answer_whatever_it_is_breaks_a_form(given):
    good, _faults = checked(QUESTIONS, {one.key: given for one in QUESTIONS})
    for question in QUESTIONS:
        if question.key in good:
            assert in_words(question, good[question.key])


def test_a_threshold_is_met_by_a_score_or_by_judgement_and_says_by_which():
    rule = Threshold(
        "MARAC",
        (
            Condition("ticks", at_least=14, says="14 ticks or more"),
            Condition("judged", any_of=("yes",), says="judgement"),
        ),
    )
    assert met(rule, {"ticks": 14}) == "14 ticks or more"
    assert met(rule, {"ticks": 3, "judged": True}) == "judgement"
    assert met(rule, {"ticks": 3, "judged": False}) == met(rule, {}) == ""
