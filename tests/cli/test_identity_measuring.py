"""`alongside identity sample` and `alongside identity statement`."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from alongside.people.actions import add_record
from alongside.people.models import QualityStatement, SampledPair
from tests.cast import NOW, child


@pytest.fixture
def records(cast):
    for place, (given, family) in enumerate((("Amina", "Okafor"), ("Bo", "Marsh"), ("Hasan", "Karadeniz"))):
        for agency in ("school", "police"):
            add_record(
                draft=child(given, family, date_of_birth=date(2009 + place, 2, 3 + place)), holder=cast.agencies[agency],
                source="test", by=cast.viewer("dsl").actor, at=NOW, today=NOW.date(),
            )  # fmt: skip


def test_a_sample_is_drawn_and_a_statement_made_of_it(records, capsys):
    call_command("identity", "sample", "--size", "2", "--seed", "1")
    assert "2 pairs wait to be judged at /identity/measure/." in capsys.readouterr().out
    assert SampledPair.objects.count() == 2
    call_command("identity", "statement")
    told = capsys.readouterr().out
    assert "0 of 2 pairs judged." in told and "precision: not shown: fewer than 10 pairs" in told
    assert "Alarm: 2 pairs of the sample wait to be judged" in told and QualityStatement.objects.count() == 1


@pytest.mark.parametrize(("words", "message"), [(["statement"], "No sample"), (["sample", "--size", "0"], "from 1 to")])
def test_what_cannot_be_done_says_what_to_do(cast, words, message):
    with pytest.raises(CommandError, match=message):
        call_command("identity", *words)
