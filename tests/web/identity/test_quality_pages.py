"""The quality statement for those who answer for the matching, the model's card, and pairs to judge."""

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.people.identity.pinned import pinned
from alongside.people.models import QualitySample, QualityStatement, SampledPair, SourceRecord
from alongside.people.quality import stating
from alongside.web.identity import figures
from tests.cast import NOW
from tests.stated import FULL, keep
from tests.web.identity.conftest import HOME, ONE_NUMBER
from tests.web.reading import errors_in, plain, text_of

STATEMENT, MODEL, MEASURE = "/identity/quality/", "/identity/quality/model/", "/identity/measure/"


@pytest.fixture
def officer(as_member):
    return as_member("governance")


@pytest.fixture
def worker(as_member):
    return as_member("triage")


@pytest.fixture
def sample(add):
    """Two pairs: one child in two agencies, and two children of one home."""
    one, other = (add(agency, numbers=ONE_NUMBER) for agency in ("school", "police"))
    sister = add("police", "Elif", sex="female", addresses=HOME)
    strata = [
        {"name": name, "joined": joined, "pairs": pairs, "chain": "", "found": 0, "looked_at": 0}
        for name, joined, pairs in (("joined", True, 30.0), ("apart", False, 400.0))
    ]
    made = QualitySample.objects.create(
        model_id=pinned(NOW).pk, drawn_at=NOW, by="Somebody", seed=1, records=3, strata=strata
    )
    made.pairs.create(one=one, other=other, stratum="joined")
    made.pairs.create(one=one, other=sister, stratum="apart")
    return made


@pytest.fixture
def stated(cast, sample):
    return stating.make_statement(by=cast.viewer("governance").actor, at=NOW)


def judge(client, pair, verdict="same"):
    return client.post(MEASURE, {"pair": pair.pk, "verdict": verdict}, follow=True)


@pytest.fixture
def full(cast):
    """A statement as it reads once some hundred pairs are judged."""
    return keep(FULL, NOW)


def test_without_a_statement_it_is_said_how_one_is_made(officer):
    assert "No statement has been made yet." in text_of(officer.get(STATEMENT))


def test_no_share_stands_without_its_interval_its_counts_its_period_and_its_meaning(officer, full):
    text = text_of(officer.get(STATEMENT))
    assert "99.6% (98.1% to 99.96%) Precision All agencies, sample of 2 November 2026. Count: 240" in text
    assert "Of pairs of records that stand together, the share that tell of one child." in text
    assert "95.1% (90.2% to 97.8%) Recall" in text and "1 October 2026 to 31 October 2026" in text
    assert "Police and School or college 99.6% (98.1% to 99.96%) 240 Not shown Fewer than 10" in text


def test_groups_with_few_pairs_are_not_shown_and_the_gap_has_its_interval_and_its_alarm(officer, full):
    text = text_of(officer.get(STATEMENT))
    assert "South Not shown Fewer than 10 89.0%" in text
    assert (
        "Missed links: 6.1 percentage points more in “South” than in “North” (interval 3.4 to 9.0). Alarm: stop" in text
    )
    assert "False links: no two groups have pairs enough to be compared." in text
    assert (
        "South Fewer than 10 Not shown Not shown" in text and "All pairs 40 3 2.5 days (1.8 to not reached yet)" in text
    )
    assert "19 of 20 answers: 95.0% (75.1% to 99.9%)" in text


def test_a_sample_that_nobody_has_judged_gives_no_figure_and_an_alarm(officer, stated):
    text = text_of(officer.get(STATEMENT))
    assert "No pair of the sample has been judged yet (2 wait), so there is no figure." in text
    assert "2 pairs of the sample wait to be judged" in text and "Count:" not in text


def test_an_earlier_statement_stays_as_it_was_made(cast, officer, stated):
    stating.make_statement(by=cast.viewer("governance").actor, at=NOW)
    page = officer.get(STATEMENT).content.decode()
    assert f"{STATEMENT}{stated.pk}/" in page
    assert officer.get(f"{STATEMENT}{stated.pk}/").status_code == 200
    assert Event.objects.filter(act="view", subject_kind="statement").count() == 2


def test_a_statement_names_no_child_and_no_reviewer(officer, stated):
    text = text_of(officer.get(STATEMENT)).replace("Ines Pell", "")
    assert "Karadeniz" not in text and "Wilk" not in text


def test_the_card_is_filled_in_from_the_model_and_leaves_to_the_partnership_what_is_its_own(officer, stated):
    text = text_of(officer.get(MODEL))
    card = pinned(NOW).model
    assert f"Version {card.version}" in text and "NHS number Used" in text
    assert "The partnership writes this A role, not a name." in text
    assert "they have two different valid NHS numbers" in text and "Not measured yet" in text


@pytest.mark.parametrize("path", [STATEMENT, MODEL])
@pytest.mark.parametrize("name", ["triage", "dsl", "analyst", "outsider"])
def test_the_statement_is_for_those_who_answer_for_it(as_member, stated, refusals, cast, name, path):
    assert as_member(name).get(path).status_code == 403
    assert refusals({"triage": "council", "dsl": "school", "analyst": "council", "outsider": "outside"}[name]) == 1


def test_a_statement_that_does_not_exist_is_a_refusal(officer, stated, refusals):
    assert officer.get(f"{STATEMENT}987654/").status_code == 403 and refusals("council") == 1


def test_pairs_are_judged_one_after_the_other_without_being_told_how_they_stand(worker, sample):
    text = text_of(worker.get(MEASURE))
    assert "0 of 2 pairs of this sample are judged." in text and "Name Hasan Karadeniz Hasan Karadeniz Alike" in text
    assert "stand together" not in text.replace("Some stand together and some do not", "")
    first, second = sample.pairs.all()
    assert "1 of 2 pairs" in text_of(judge(worker, first))
    assert "You are through" in text_of(judge(worker, second, "different"))
    assert list(sample.pairs.values_list("verdict", flat=True)) == ["same", "different"]


def test_the_queue_leads_to_the_pairs_that_measure(worker, sample):
    assert "Judge 2 pairs that measure how well records are matched" in text_of(worker.get("/identity/"))


def test_a_judgement_needs_a_verdict(worker, sample):
    response = worker.post(MEASURE, {"pair": sample.pairs.first().pk})
    assert errors_in(response) == {"id_verdict": "Say whether it is the same child"}


def test_of_two_who_judge_at_once_the_second_is_told(as_member, worker, sample):
    pair = sample.pairs.first()
    judge(as_member("colleague"), pair)
    assert "Somebody has judged this pair already." in text_of(judge(worker, pair, "different"))
    assert SampledPair.objects.get(pk=pair.pk).verdict == "same"


def test_what_was_judged_otherwise_than_it_stands_leads_to_the_records(worker, sample):
    page = judge(worker, sample.pairs.first(), "different").content.decode()
    person = SourceRecord.objects.first().person_id
    assert "Judged otherwise than they stand" in page and f"/identity/{person}/" in page


@pytest.mark.parametrize("name", ["dsl", "governance", "outsider"])
def test_only_reviewers_judge(as_member, sample, name):
    client = as_member(name)
    assert client.get(MEASURE).status_code == judge(client, sample.pairs.first()).status_code == 403
    assert not SampledPair.objects.exclude(verdict="").exists()


def test_nobody_judges_a_restricted_child(cast, worker, sample, refusals):
    pair = sample.pairs.first()
    restrict(person_id=pair.one.person_id, reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert "Hasan" not in text_of(worker.get(MEASURE))
    real, made_up = judge(worker, pair), worker.post(MEASURE, {"pair": 987654, "verdict": "same"})
    assert real.status_code == made_up.status_code == 403 and plain(real) == plain(made_up)
    assert refusals("council") == 2 and QualityStatement.objects.count() == 0


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"), (1, "100%"), (0.5, "50.0%"), (0.9996, "99.96%"), (0.99999, "over 99.99%"), (0.0004, "0.04%"),
        (1e-6, "under 0.01%"),
    ],
)  # fmt: skip
def test_a_share_that_is_not_whole_never_reads_as_none_or_all(share, text):
    assert figures.percent(share) == text
