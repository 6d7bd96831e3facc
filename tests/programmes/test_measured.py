import pytest

from alongside.partners.errors import Refused
from alongside.programmes.actions import measured
from alongside.programmes.drafts import ReadingsDraft
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.models import Reading
from alongside.programmes.queries import programmes
from alongside.programmes.rules.codes import SIGNS, pupil_code
from alongside.programmes.states import Moment
from tests.cast import NOW
from tests.programmes.world import questionnaire, world, write

CODES = [pupil_code(f"{SIGNS[n // 23]}{SIGNS[n % 23]}7KM") for n in range(28)]


def keep(cast, own, moment, points, who="teacher"):
    draft = ReadingsDraft("coping", moment, tuple(points))
    return measured.keep_readings(class_id=own.pk, draft=draft, by=cast.viewer(who), at=NOW)


@pytest.fixture
def own(cast):
    own = world(cast)
    questionnaire(cast)
    return own


def test_the_same_points_twice_enter_once_and_others_put_them_right(cast, own):
    given = [(code, 20) for code in CODES[:10]]
    assert keep(cast, own, Moment.BEFORE, given) == (10, 0)
    assert keep(cast, own, Moment.BEFORE, given) == (0, 0)
    assert keep(cast, own, Moment.BEFORE, [(CODES[0], 21)]) == (0, 1)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([("Amina", 20)], "not one of the codes"), ([(CODES[0], 41)], "between 0 and 40"),
        ([(CODES[0], 3), (CODES[0].lower(), 4)], "stands twice"), ([], "at least one code"),
    ],
)  # fmt: skip
def test_what_is_no_code_or_no_points_is_refused_and_nothing_kept(cast, own, points, words):
    with pytest.raises(ProgrammeRefused, match=words):
        keep(cast, own, Moment.BEFORE, [*[(code, 9) for code in CODES[1:3]] * bool(points), *points])
    assert not Reading.objects.exists()


def test_no_more_codes_than_pupils(cast, own):
    keep(cast, own, Moment.BEFORE, [(code, 9) for code in CODES])
    with pytest.raises(ProgrammeRefused, match="29 codes for a class of 28"):
        keep(cast, own, Moment.BEFORE, [(pupil_code("22222"), 9)])


def test_change_is_told_in_both_directions_with_everybody_who_is_missing(cast, own):
    write(cast, own, 1, heads=28)
    keep(cast, own, Moment.BEFORE, [(code, 20) for code in CODES[:24]])
    after = [
        *[(code, 11) for code in CODES[:6]],
        *[(code, 29) for code in CODES[6:11]],
        *[(c, 20) for c in CODES[11:20]],
    ]
    keep(cast, own, Moment.AFTER, after)
    (told,) = programmes.change(cast.viewer("lead"), "life-skills")
    (arm,) = told.arms
    whole = arm.rows[0]
    assert told.points == pytest.approx(1.96 * (2 * 0.28) ** 0.5 * 5.8, abs=0.01)
    assert (whole.total, whole.pairs, whole.better, whole.unchanged, whole.worse, whole.missing) == (28, 20, 6, 9, 5, 8)
    assert (whole.best_case, whole.worst_case) == (14, 13)
    assert "come down by themselves" in told.why_no_effect


def test_a_small_group_is_not_shown_and_a_small_count_is_held_back(cast, own):
    write(cast, own, 1, heads=28)
    keep(cast, own, Moment.BEFORE, [(code, 20) for code in CODES[:20]])
    keep(cast, own, Moment.AFTER, [(code, 20) for code in CODES[:8]])
    (told,) = programmes.change(cast.viewer("lead"), "life-skills")
    assert told.arms[0].is_small
    keep(cast, own, Moment.AFTER, [(CODES[8], 2), *[(code, 20) for code in CODES[9:20]]])
    (told,) = programmes.change(cast.viewer("lead"), "life-skills")
    row = told.arms[0].rows[0]
    assert row.better is None and row.best_case is None
    shown = [one for one in (row.unchanged, row.worse, row.missing) if one is not None]
    assert row.total is None or row.total - sum(shown) not in range(1, 5)


def test_classes_that_wait_are_told_apart_as_the_comparison(cast, own):
    keep(cast, own, Moment.EARLY, [(code, 20) for code in CODES[:15]])
    keep(cast, own, Moment.BEFORE, [(code, 20) for code in CODES[:12]])
    (told,) = programmes.change(cast.viewer("analyst"), "life-skills")
    assert {arm.arm for arm in told.arms} >= {"waiting"}


@pytest.mark.parametrize("who", ["programme_lead", "dsl", "outsider"])
def test_only_the_school_enters_points_and_draws_codes(cast, own, who):
    with pytest.raises(Refused):
        keep(cast, own, Moment.BEFORE, [(CODES[0], 3)], who)
    with pytest.raises(Refused):
        measured.codes_for_class(class_id=own.pk, by=cast.viewer(who), at=NOW)


def test_codes_are_drawn_for_everybody_and_kept_nowhere(cast, own):
    codes = measured.codes_for_class(class_id=own.pk, by=cast.viewer("teacher"), at=NOW)
    assert len(codes) == 32 and not Reading.objects.filter(code__in=codes).exists()
    assert codes != measured.codes_for_class(class_id=own.pk, by=cast.viewer("teacher"), at=NOW)
