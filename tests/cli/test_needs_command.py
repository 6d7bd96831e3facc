"""`alongside needs`: one command drafts from the data; signed ones become files."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from alongside.outcomes.models import NeedsAssessment
from tests.cast import NOW
from tests.outcomes.assessed import make_borough, signed, written


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def run(*words):
    out = io.StringIO()
    call_command("needs", *words, stdout=out)
    return out.getvalue()


def test_one_command_drafts_and_a_signed_one_becomes_a_file(cast, tmp_path):
    make_borough(tmp_path)
    assert "None was signed yet" in run("list")
    assert "Drafted NA-" in run("draft", "--until", "2026-08")
    made = NeedsAssessment.objects.get()
    assert f"{made.last_month:%Y-%m}" == "2026-08" and made.drafted_by.startswith("alongside needs draft")
    signed(written(made.reference, cast.viewer("analyst")), cast.viewer("lead"))
    for name, head in (("a.pdf", b"%PDF"), ("a.odt", b"PK")):
        run("write", made.reference, str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(head)
    assert made.reference in run("list")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("draft",), "No borough's boundary is held"), (("draft", "--place", "x"), "Choose an area"),
        (("write", "NA-XXX-XXX", "a.pdf"), "was signed"), (("write", "NA-XXX-XXX", "a.txt"), "end in .pdf or .odt"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(db, words, said):
    with pytest.raises(CommandError, match=said):
        run(*words)
