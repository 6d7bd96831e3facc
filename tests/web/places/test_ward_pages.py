"""The pages of the ward watch: what is shown, to whom, and what is said with it."""

import re
from html import unescape

import pytest

from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.places import queries
from tests.places.warded import draw, even, publish, record, ward_code, watched

ASKED = {
    "source": "recorded_crime", "boundary": "borough:2024:E09999001", "kinds": ["violence"], "last": "2026-06",
    "judged": "12",
}  # fmt: skip
BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_member(client, cast, name):
    client.force_login(cast.members[name], backend=BACKEND)
    return client


@pytest.fixture
def analyst(client, cast):
    return as_member(client, cast, "analyst")


@pytest.fixture
def wards(db, tmp_path):
    draw(tmp_path / "areas")
    table = even()
    table[-1][2], table[20] = 30, None
    record(tmp_path, table)
    return tmp_path


@pytest.fixture
def published(db):
    publish(even(months=30))


def words(response):
    assert response.status_code == 200, response.status_code
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_all_wards_are_shown_with_alerts_and_how_much_was_looked_at(analyst, wards):
    run = watched()
    text = words(analyst.get(f"/places/wards/{run.summary.id}/"))
    assert "1 alert for June 2026: Ward C." in text
    assert "Looked at: 5 wards, 1 measure, 12 months: 60 counts." in text
    for part in ("September 2025 is not held. It is a gap", "chance alone would put about", "Poisson deviance",
                 "Open Government Licence", "Fingerprint of the data", "Without the correction"):  # fmt: skip
        assert part in text


def test_one_ward_has_its_chart_its_table_and_its_alert(analyst, wards):
    run = watched()
    response = analyst.get(f"/places/wards/{run.summary.id}/{ward_code(2, 2024)}/")
    text = words(response)
    assert "Jun 2026 30" in text and "More than expected" in text and "Sep 2025 Not held" in text
    assert response.content.count(b'<rect class="al-chart__range al-chart__range--coming"') == 2 * 3
    assert analyst.get(f"/places/wards/{run.summary.id}/E05990000/").status_code == 404
    assert "No alert in this ward" in words(analyst.get(f"/places/wards/{run.summary.id}/{ward_code(0, 2024)}/"))


def test_a_watch_is_asked_for_by_the_form_once(analyst, wards):
    assert "Watch these wards" in words(analyst.get("/places/wards/new/"))
    first, again = (analyst.post("/places/wards/new/", ASKED) for _ in range(2))
    assert first.status_code == 302 and first.url == again.url
    assert len(queries.runs(kind="ward_watch")[0]) == 1


def test_the_form_offers_the_counts_that_a_publisher_gives(analyst, published):
    text = words(analyst.get("/places/wards/new/", {"source": "mps:ward:2022"}))
    assert "Violence against the person" in text and "Marshside" in text
    asked = {"source": "mps:ward:2022", "boundary": "parent:Marshside", "kinds": ["Violence against the person"],
             "last": "2024-06", "judged": "12"}  # fmt: skip
    assert analyst.post("/places/wards/new/", asked).status_code == 302


def test_the_form_says_what_is_missing(analyst, wards):
    text = words(analyst.post("/places/wards/new/", {"source": "recorded_crime", "kinds": []}))
    assert "Choose a local authority" in text and "Choose at least one measure" in text


def test_every_range_is_a_file_with_its_settings_above(analyst, wards):
    run = watched()
    lines = analyst.get(f"/places/wards/{run.summary.id}/ranges.csv").content.decode().splitlines()
    assert "ward,name,measure,month,counted,expected,low,high,alert" in lines
    assert any(line.endswith(",alert") and ",2026-06,30," in line for line in lines)
    assert any(line.startswith("# licences") for line in lines)


def test_with_nothing_held_the_list_says_what_is_needed(analyst):
    assert "recorded crime of 24 months or more" in words(analyst.get("/places/wards/"))


def test_a_watch_that_is_not_done_leads_to_how_it_stands(analyst, wards):
    run_id = analyst.post("/places/wards/new/", ASKED).url.strip("/").split("/")[-1]
    assert analyst.get(f"/places/wards/{run_id}/").url.endswith(f"/runs/{run_id}/")


def test_only_those_who_study_places_ask_and_who_may_not_see_places_sees_none(client, cast, wards):
    path = f"/places/wards/{watched().summary.id}/"
    outsider = as_member(client, cast, "outsider")
    # Recorded crime is open to every practitioner; asking for an analysis is not.
    assert outsider.get(path).status_code == 200 and outsider.get("/places/wards/new/").status_code == 403
    administrator = Member.objects.create_member(
        username="admin", name="Ada Lund", agency=cast.agencies["outside"], role=Role.ADMINISTRATOR
    )
    client.force_login(administrator, backend=BACKEND)
    for each in ("/places/wards/", path, f"{path}{ward_code(0, 2024)}/", f"{path}ranges.csv"):
        assert client.get(each).status_code == 403


def test_a_page_of_a_stored_watch_takes_few_queries(analyst, wards, django_assert_max_num_queries):
    path = f"/places/wards/{watched().summary.id}/"
    analyst.get(path)
    with django_assert_max_num_queries(12):
        analyst.get(path)
