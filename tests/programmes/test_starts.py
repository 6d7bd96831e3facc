import hashlib
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.areas import actions as areas
from alongside.partners.errors import Refused
from alongside.programmes.actions.starts import draw_starts, lots
from alongside.programmes.drafts import DrawDraft
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.models import StartWave
from alongside.programmes.queries.programmes import draws
from tests.areas.invented import keep, school
from tests.cast import NOW, later
from tests.programmes.world import begin, enrol, row

URNS = [f"10020{n}" for n in range(8)]
DRAFT = DrawDraft(2026, (date(2027, 1, 11), date(2027, 4, 19)), 28)


@pytest.fixture
def eight(cast):
    begin(cast)
    keep(areas.load_schools, [school(urn, f"School {urn}") for urn in URNS])
    enrol(cast, *[row(n, school_urn=urn, size=20 + n) for n, urn in enumerate(URNS, start=2)])
    return cast


def draw(cast, draft=DRAFT, who="programme_lead"):
    return draw_starts(code="life-skills", draft=draft, by=cast.viewer(who), at=NOW)


def test_every_school_has_one_start_and_a_start_opens_on_its_day(eight):
    draw(eight)
    (shut,) = draws(eight.viewer("lead"), "life-skills")
    assert [wave.schools for wave in shut.waves] == [None, None] and not any(wave.text for wave in shut.waves)
    (opened,) = draws(eight.viewer("lead", later(days=300)), "life-skills")
    assert sorted(name for wave in opened.waves for name in wave.schools) == [f"School {urn}" for urn in URNS]
    assert [len(wave.schools) for wave in opened.waves] == [4, 4]
    half = draws(eight.viewer("lead", later(days=28)), "life-skills")[0].waves
    assert half[0].schools and half[1].schools is None


def test_the_seal_is_checked_without_us(eight):
    draw(eight)
    waves = list(StartWave.objects.all())
    for wave in waves:
        assert hashlib.sha256(f"{wave.nonce}\n{wave.text}".encode()).hexdigest() == wave.fingerprint
    whole = hashlib.sha256("\n".join(wave.fingerprint for wave in waves).encode()).hexdigest()
    assert draws(eight.viewer("lead"), "life-skills")[0].fingerprint == whole


def test_schools_of_like_size_are_spread_over_the_starts(eight):
    draw(eight)
    named = [{one["urn"] for one in json.loads(wave.text)["schools"]} for wave in StartWave.objects.all()]
    largest_first = URNS[::-1]
    for pair in zip(largest_first[::2], largest_first[1::2], strict=True):
        assert all(len(set(pair) & wave) == 1 for wave in named)


@given(st.binary(min_size=32, max_size=32), st.integers(2, 6), st.integers(4, 60))
@settings(max_examples=50, deadline=None)
def test_every_block_holds_each_start_once_and_the_same_secret_draws_the_same(secret, starts, schools):
    drawn = lots(secret, schools, starts)
    assert drawn == lots(secret, schools, starts)
    for place in range(0, schools - starts + 1, starts):
        assert sorted(drawn[place : place + starts]) == list(range(starts))


def test_each_school_has_an_even_chance_of_each_start():
    first = sum(lots(number.to_bytes(32, "big"), 2, 2)[0] for number in range(2_000))
    assert 900 < first < 1_100


def test_a_draw_is_made_once_and_never_for_starts_that_would_open_at_once(eight):
    with pytest.raises(ProgrammeRefused, match="open today or before"):
        draw(eight, DrawDraft(2026, (date(2026, 12, 1), date(2027, 1, 11)), 28))
    draw(eight)
    with pytest.raises(ProgrammeRefused, match="never made twice"):
        draw(eight)


def test_few_schools_are_no_draw_and_only_the_programme_manager_draws(cast):
    begin(cast)
    enrol(cast)
    with pytest.raises(ProgrammeRefused, match="two or more for each start"):
        draw(cast)
    for who in ("teacher", "outsider", "lead"):
        with pytest.raises(Refused):
            draw(cast, who=who)
