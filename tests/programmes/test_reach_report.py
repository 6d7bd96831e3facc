from datetime import date
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable
from alongside.partners.errors import Refused
from alongside.programmes import measures
from alongside.programmes.actions import programmes
from alongside.programmes.drafts import TargetDraft, TrainingDraft
from alongside.programmes.models import Session
from alongside.programmes.queries import programmes as read
from alongside.programmes.queries.breakdowns import breakdowns_of
from alongside.programmes.queries.facts import class_facts
from alongside.programmes.rules.reaching import ClassFacts
from alongside.programmes.states import Counted, LessonState, Stage, WhyNot
from tests.cast import NOW
from tests.encompass import ELMSGATE
from tests.programmes.world import NOT, PART, questionnaire, world, write

TODAY = NOW.date()


def facts(**changes):
    fields = {
        "id": 1, "school_urn": "1", "ward_code": "", "ward_name": "Quay", "school_year": 2025, "year_group": 4,
        "need": "high", "size": 30, "lessons": 3, "is_offered": True, "is_declined": False, "head_counts": (28, 26, 27),
        "delivered": 3, "written": 3, "due": 3, "measured": 20, "last_day": date(2025, 12, 1),
    }  # fmt: skip
    return ClassFacts(**{**fields, **changes})


def pupils(found):
    return [one.pupils.point for one in found.stages]


def test_pupils_are_counted_by_how_far_their_class_came(cast):
    own = world(cast)
    for number, heads in ((1, 28), (2, 20)):
        write(cast, own, number, heads=heads)
    found = measures.reach_of("life-skills", on=TODAY)
    assert pupils(found) == [81, 81, 28, 20, 0, 0]  # three classes of 28, 25 and 28; two lessons of three
    assert [row.classes for row in found.stages] == [3, 3, 1, 1, 0, 0]
    write(cast, own, 3, PART, 24, WhyNot.TIME)
    found = measures.reach_of("life-skills", on=TODAY)
    assert pupils(found) == [81, 81, 28, 24, 20, 0]
    assert found.stages[4].pupils.low == 28 - 0 - 8 - 4  # at worst, different pupils stayed away each time


def test_the_same_question_takes_as_many_queries_for_one_class_as_for_three(cast, django_assert_num_queries):
    world(cast)
    one = read.Programme.objects.get()
    with django_assert_num_queries(4):
        assert len(class_facts(one.pk, on=TODAY)) == 3


def test_money_is_divided_by_pupils_with_the_range_that_head_counts_leave(cast):
    own = world(cast)
    lead, key = cast.viewer("programme_lead"), uuid4()
    for _ in range(2):  # sent twice
        programmes.spend(
            code="life-skills", school_year=2026, pence=126_000, what_for="Trainer", sent_key=key, by=lead, at=NOW
        )
    for number, heads in ((1, 28), (2, 20), (3, 24)):
        write(cast, own, number, heads=heads)
    started, finished = measures.reach_of("life-skills", on=TODAY).costs
    assert (started.each, finished.each) == (4_500, 6_300)
    assert (finished.low, finished.high) == (6_300, 7_875)


def test_nothing_beside_the_table_tells_what_the_table_holds_back(cast):
    own = world(cast)
    lead = cast.viewer("programme_lead")
    programmes.spend(
        code="life-skills", school_year=2026, pence=126_000, what_for="Trainer", sent_key=uuid4(), by=lead, at=NOW
    )
    target = TargetDraft(2026, 2026, 200, Counted.STARTED, "As promised")
    programmes.set_target(code="life-skills", draft=target, by=lead, at=NOW)
    write(cast, own, 1, heads=3)
    report, shown = read.reach(cast.viewer("analyst"), "life-skills")
    assert shown.total[Stage.STARTED] is None
    assert Stage.STARTED not in {one.stage for one in report.costs}
    assert (report.attended, report.given, report.forecast) == (None, None, None)
    assert report.gaps and {one.pupils for one in report.gaps} == {None}


def test_where_nothing_is_held_back_everything_is_told(cast):
    own = world(cast)
    write(cast, own, 1, heads=26)
    report, shown = read.reach(cast.viewer("analyst"), "life-skills")
    assert shown.total[Stage.STARTED] == 26 and report.attended is not None
    assert all(one.pupils for one in report.gaps)


def test_what_is_missing_stands_once_for_each_class_at_what_holds_it_up(cast):
    own = world(cast)
    one = read.Programme.objects.get()
    gaps = {gap.code: gap.classes for gap in read.reach(cast.viewer("analyst"), one.code)[0].gaps}
    assert gaps == {"no_days": 2, "silent": 1}
    for number in (1, 2, 3):
        write(cast, own, number, NOT, None, WhyNot.TEACHER_AWAY)
    gaps = {gap.code: gap.classes for gap in read.reach(cast.viewer("analyst"), one.code)[0].gaps}
    assert gaps == {"no_days": 2, "missed": 1}


def test_a_target_without_five_schools_that_are_over_gets_no_forecast(cast):
    world(cast)
    draft = TargetDraft(2025, 2027, 10_000, Counted.FINISHED, "The launch")
    programmes.set_target(code="life-skills", draft=draft, by=cast.viewer("programme_lead"), at=NOW)
    found = measures.reach_of("life-skills", on=TODAY)
    assert isinstance(found.forecast, NotAnswerable) and len(found.years) == 3


def test_fidelity_and_attendance_keep_classes_that_never_started_in_the_bottom(cast):
    own = world(cast)
    write(cast, own, 1, heads=14)
    report, _ = read.reach(cast.viewer("lead"), "life-skills")
    assert report.given == (1, 3) and report.attended == (14, 84)
    report = read.reach_report(read.Programme.objects.get(), on=date(2027, 9, 1))
    assert report.given == (1, 9) and report.attended == (14, 243)


def test_trained_teachers_are_a_number_and_enter_once(cast):
    world(cast)
    draft = TrainingDraft(ELMSGATE, TODAY, 6, uuid4())
    for _ in range(2):
        programmes.train(code="life-skills", draft=draft, by=cast.viewer("programme_lead"), at=NOW)
    assert read.reach(cast.viewer("lead"), "life-skills")[0].trained == 6


def shown_counts(shown):
    yield list(shown.total.values())
    yield from (list(counts.values()) for counts in shown.years.values())
    yield from (list(counts.values()) for split in shown.splits for _, counts in split.rows)


@given(
    st.lists(
        st.tuples(st.integers(20, 24), st.integers(0, 6), st.integers(0, 3), st.integers(2024, 2025)),
        min_size=1,
        max_size=7,
    )
)
@settings(max_examples=15, deadline=None)
def test_small_counts_are_held_back_in_every_table_of_the_page(drawn):
    rows = [
        facts(
            id=n,
            size=size,
            head_counts=tuple(size - away for _ in range(3)),
            ward_name=f"Ward {ward}",
            school_year=year,
        )
        for n, (size, away, ward, year) in enumerate(drawn)
    ]
    for counts in shown_counts(breakdowns_of(rows)):
        known = [one for one in counts[:5] if one is not None]
        steps = [a - b for a, b in pairwise(known)]
        assert not [one for one in (*known, *steps) if 0 < one < 5], counts


def test_what_one_table_holds_back_no_other_gives_away():
    rows = [
        facts(id=1, head_counts=(28, 27, 26)),
        facts(id=2, school_year=2024, year_group=5, head_counts=(20, 20, 20)),
    ]
    shown = breakdowns_of(rows)
    assert shown.total[Stage.ELIGIBLE] == 60
    year, group = shown.years[2025][Stage.FINISHED], dict(shown.splits[0].rows)["Year 4"][Stage.FINISHED]
    assert (year is None) == (group is None)  # the same class by two names


def test_both_measures_count_codes_that_were_there_twice(cast):
    world(cast)
    questionnaire(cast)
    assert measures.reach_of("life-skills", on=TODAY).pupils(Stage.MEASURED) == 0
    assert measures.reach_of("nothing", on=TODAY) is None


def test_the_outsider_sees_no_figures(cast):
    world(cast)
    for who in ("outsider", "teacher", "dsl"):
        with pytest.raises(Refused):
            read.reach(cast.viewer(who), "life-skills")
        assert read.programmes(cast.viewer(who)) == []


def test_a_lesson_not_counted_cannot_stand_as_given_in_the_database(cast):
    own = world(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(school_class=own).update(state=LessonState.DELIVERED)
