"""Rows of the log as sentences."""

from itertools import product

import pytest

from alongside.audit.models import Event
from alongside.audit.presenters import SUBJECTS, VERBS, Words, sentence, why
from alongside.audit.states import Act

WORDS = Words(
    {"safeguarding": "Safeguarding a child"},
    {"identity": "Name, date of birth and sex", "concern": "The concern: what happened"},
    {"school": "Elmsgate Academy", "council": "Larkmere Council"},
)
WHO = "Priya Nandakumar (Elmsgate Academy)"


def event(act, kind, id="", **more):
    return Event(
        **{"actor_name": WHO, "act": act, "subject_kind": kind, "subject_id": id, "outcome": "allowed", **more}
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            event("view", "concern", "CN-7K4-M9Q", purpose="safeguarding", agreement="FD-1 v1",
                  field_groups="concern,identity", reason="it is hers"),
            f"{WHO} opened the concern CN-7K4-M9Q for safeguarding a child under FD-1 v1. "
            "Saw: the concern: what happened; name, date of birth and sex.",
        ),
        (
            event("list", "concerns", purpose="safeguarding", field_groups="identity", reason="queue open"),
            f"{WHO} saw the child in the list of concerns (queue open) for safeguarding a child. "
            "Saw: name, date of birth and sex.",
        ),
        (
            event("search", "person", purpose="safeguarding", reason="search before create: 2 shown"),
            f"{WHO} searched for the child (search before create: 2 shown) for safeguarding a child.",
        ),
        (
            event("disclose", "concern", "CN-7K4-M9Q", field_groups="identity", reason="sent to Larkmere Council"),
            f"{WHO} shared the concern CN-7K4-M9Q: sent to Larkmere Council. It covers: name, date of birth and sex.",
        ),
        (
            event("disclose", "request", "RQ-7K4-M9Q", agreement="HE-1 v1", reason="Here is what we hold"),
            f"{WHO} answered the request for information RQ-7K4-M9Q under HE-1 v1: Here is what we hold.",
        ),
        (event("view", "record", "17", holder_code="school"), f"{WHO} opened the record of Elmsgate Academy."),
        (event("verify", "log", "council", reason="holds"), f"{WHO} verified the log of Larkmere Council: holds."),
        (
            event("view", "concern", "CN-7K4-M9Q", outcome="refused", reason="no such concern"),
            f"{WHO} was refused: tried to open the concern CN-7K4-M9Q; no such concern.",
        ),
        (event("view", "page", "/triage/", outcome="refused"), f"{WHO} was refused: tried to open the page /triage/."),
        (event("view", "comet", "3", purpose="far_away"), f"{WHO} opened comet 3 for far away."),
    ],
)  # fmt: skip
def test_a_row_reads_as_a_sentence(row, says):
    assert sentence(row, WORDS) == says


def test_codes_without_a_label_stand_as_they_are():
    told = sentence(event("view", "record", holder_code="gone", purpose="old_purpose", field_groups="old_group"))
    assert told == f"{WHO} opened the record of gone for old purpose. Saw: old group."


def test_why_is_told_of_viewings_that_were_allowed_and_of_nothing_else():
    assert why(event("view", "concern", reason="it is hers")) == "it is hers"
    assert why(event("view", "concern", outcome="refused", reason="no")) == ""
    assert why(event("change", "concern", reason="took the concern")) == ""


def test_every_act_on_every_kind_of_thing_has_a_sentence():
    for act, kind, outcome in product(Act.values, SUBJECTS, ("allowed", "refused")):
        told = sentence(event(act, kind, "X", outcome=outcome, holder_code="school"), WORDS)
        assert act in VERBS and told.startswith(WHO) and told.endswith(".") and "{" not in told
