"""Whether a question may be put is decided, and logged, before any process starts."""

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Refused
from alongside.partners.models import Agreement
from alongside.partners.roles import PERMISSIONS, Permission
from alongside.partners.states import AgencyKind, FieldGroup, Purpose
from alongside.precheck import processes, rules
from alongside.precheck.asking import Pace, ask, standing
from alongside.precheck.errors import NotAnswered, QuestionError
from alongside.precheck.models import QuestionCount
from tests.cast import NOW
from tests.precheck.conftest import AT_ONCE


@pytest.fixture(autouse=True)
def no_process(monkeypatch):
    def started(command, lines):
        pytest.fail("a process was started")

    monkeypatch.setattr("alongside.precheck.asking.run", started)


def refused(cast, raw, member="dsl"):
    """The words of the refusal, which is in the log; and nothing was counted."""
    with pytest.raises(NotAnswered) as error:
        ask(raw=raw, by=cast.viewer(member), at=NOW, pace=AT_ONCE)
    last = Event.objects.latest("pk")
    assert (last.outcome, last.reason) == ("refused", str(error.value)[:400]) and not QuestionCount.objects.exists()
    return str(error.value)


def test_it_is_off_until_it_is_switched_on(agreed, unopened, settings):
    settings.PRECHECK = False
    assert "switched off" in refused(agreed, unopened())


def test_an_impact_assessment_must_be_named(agreed, unopened, settings):
    settings.PRECHECK_DPIA = " "
    assert "impact assessment" in refused(agreed, unopened())


def test_an_agreement_must_name_the_purpose(cast, unopened, settings):
    settings.PRECHECK, settings.PRECHECK_DPIA = True, "DPIA-7"
    assert "No agreement in force" in refused(cast, unopened())
    cast.agreement("PC-2", ["school", "police"], purposes=frozenset({Purpose.PRECHECK}), field_groups=frozenset())
    assert "No agreement in force" in refused(cast, unopened())


@pytest.mark.parametrize("change", [{"valid_until": "2026-11-16"}, {"withdrawn_on": "2026-11-01"}])
def test_an_agreement_that_is_over_lets_nobody_ask(agreed, unopened, change):
    Agreement.objects.filter(reference="PC-1").update(**change)
    assert "No agreement in force" in refused(agreed, unopened())


def test_an_outsider_and_a_role_that_is_not_for_safeguarding_are_refused(agreed, unopened):
    for member in ("outsider", "analyst", "triage", "youth_worker"):
        with pytest.raises(Refused):
            ask(raw=unopened(), by=agreed.viewer(member), at=NOW, pace=AT_ONCE)
        with pytest.raises(Refused):
            standing(agreed.viewer(member))
    assert Event.objects.filter(outcome="refused", subject_kind="encoded question").count() == 8


def test_only_roles_that_safeguard_may_ask():
    may = {role for role, granted in PERMISSIONS.items() if Permission.ASK_PRECHECK in granted}
    assert may == {"safeguarding_lead", "police_safeguarding", "clinician"}


def test_a_question_of_another_agency_or_version_says_what_to_do(agreed, unopened):
    assert "for another agency" in refused(agreed, unopened(agency="police"))
    assert "another version" in refused(agreed, unopened(standard="0"))


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"first_name,surname\n", b'{"format": 1}', b"\xff", b"x" * 9_000])
def test_a_file_that_is_no_question_is_refused_with_what_to_do(agreed, raw):
    with pytest.raises(QuestionError, match="no encoded question"):
        ask(raw=raw, by=agreed.viewer("dsl"), at=NOW, pace=AT_ONCE)


def test_a_damaged_question_names_what_is_damaged(agreed, unopened):
    with pytest.raises(QuestionError, match=r"damaged \(id, for_matcher\)"):
        ask(
            raw=unopened(id="../etc").replace(b'"for_matcher": "', b'"for_matcher": "?'), by=agreed.viewer("dsl"),
            at=NOW, pace=AT_ONCE,
        )  # fmt: skip


def test_who_is_asked_and_under_what_is_told_before(agreed):
    found = standing(agreed.viewer("dsl"))
    assert [one.code for one in found.holders] == ["council", "police"]
    assert (found.agreement, found.left, found.why_not) == ("PC-1 v1", 3, None)


def test_of_questions_at_the_same_moment_the_last_one_left_is_given_once(agreed, unopened, monkeypatch):
    """Both see one question left, and only the database decides."""
    QuestionCount.objects.create(agency_code="school", day=NOW.date(), asked=2)
    viewer = agreed.viewer("dsl")
    seen = standing(viewer)
    monkeypatch.setattr("alongside.precheck.asking.standing", lambda viewer: seen)
    monkeypatch.setattr("alongside.precheck.asking.run", lambda command, lines: b"0000\n")
    assert ask(raw=unopened(), by=viewer, at=NOW, pace=AT_ONCE).left == 0
    with pytest.raises(NotAnswered, match="the most for one day"):
        ask(raw=unopened(), by=viewer, at=NOW, pace=AT_ONCE)
    assert QuestionCount.objects.get().asked == 3


@pytest.mark.parametrize("said", [b"", b"0003\n", b"2\n", b"0.87\n", b"0001\n0.9\n", b"yes\n"])
def test_an_answer_that_is_no_place_is_none(agreed, unopened, monkeypatch, said):
    """Two agencies are asked: a matcher can say 0, 1 or 2, and nothing else gets through."""
    monkeypatch.setattr("alongside.precheck.asking.run", lambda command, lines: said)
    with pytest.raises(NotAnswered, match="could not be made"):
        ask(raw=unopened(), by=agreed.viewer("dsl"), at=NOW, pace=AT_ONCE)
    assert Event.objects.latest("pk").outcome == "refused" and QuestionCount.objects.get().asked == 1


@pytest.mark.parametrize("took", [0.0, 0.3, 1.999, 2.0, 4.4])
def test_answers_leave_at_whole_steps(took):
    times, slept = iter([10.0 + took]), []
    Pace(clock=lambda: next(times), sleep=slept.append, step=2.0).keep(10.0)
    assert (took + slept[0]) % 2.0 == pytest.approx(0.0, abs=1e-9) or (took + slept[0]) % 2.0 == pytest.approx(2.0)
    assert 0 < slept[0] <= 2.0


def test_a_process_inherits_neither_the_hubs_key_nor_its_database(monkeypatch):
    monkeypatch.setenv("ALONGSIDE_SECRET_KEY", "k")
    monkeypatch.setenv("DATABASE_URL", "postgresql://x")
    found = processes.run(["/usr/bin/env"], [])
    assert {line.split(b"=")[0] for line in found.splitlines()} == {b"PATH", b"PYTHONPATH", b"LANG"}


@pytest.mark.parametrize("command", [[], ["/does/not/exist"], ["/bin/false"]])
def test_a_process_that_does_not_run_gives_no_answer(command):
    with pytest.raises(processes.Failed, match="could not be made"):
        processes.run(command, [])


def test_every_kind_of_agency_has_somebody_to_talk_to():
    assert set(rules.CONTACTS) == set(AgencyKind.values)


def test_more_agencies_than_the_matcher_can_name_are_not_asked_at_once():
    asked = {"switched_on": True, "assessment": "DPIA-7", "purpose": "x"}
    assert rules.why_not_ask(holders=range(200), **asked) is None
    assert "More than 200 agencies" in rules.why_not_ask(holders=range(201), **asked)


def test_field_groups_beyond_whether_it_is_known_open_nothing_more(agreed):
    Agreement.objects.filter(reference="PC-1").update(field_groups=frozenset({FieldGroup.IDENTITY}))
    assert "No agreement in force" in (standing(agreed.viewer("dsl")).why_not or "")
