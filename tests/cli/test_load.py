"""`alongside load`: boundaries, populations and schools from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from alongside.areas import queries
from alongside.audit.models import Event
from alongside.cli.management.commands.load import KINDS
from tests.areas.invented import feature, geojson, square

pytestmark = pytest.mark.django_db


def load(*arguments):
    """What was printed, and how it ended."""
    out = io.StringIO()
    try:
        call_command("load", *(str(one) for one in arguments), stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


@pytest.fixture
def wards(tmp_path):
    features = [feature({"gss_code": f"E0500000{n}", "name": f"Ward {n}"}, square(n, 0)) for n in range(3)]
    bad = feature({"gss_code": "nowhere", "name": "Bad"}, square(9, 9))
    return geojson(tmp_path / "wards.geojson.gz", [*features, bad])


GRID = ("--crs", "EPSG:27700", "--vintage", "2022")


def test_boundaries_are_loaded_and_every_reject_is_told(wards):
    out, ended = load("boundaries", wards, *GRID)
    assert out == (
        "wards.geojson.gz: 3 added, 0 changed, 0 unchanged, 1 row rejected.\n"
        "  row 4, gss_code: A GSS area code is a letter and 8 digits, such as E09000031.\n"
    )
    assert ended == 0
    assert len(queries.areas_of("ward", 2022)) == 3


def test_a_load_is_an_event_in_the_log(wards):
    load("boundaries", wards, *GRID, "--licence", "Open")
    event = Event.objects.get()
    assert (event.act, event.subject_kind, event.actor_name) == (
        "import",
        "boundaries file",
        "alongside load boundaries",
    )
    assert '"licence": "Open"' in event.body.text


def test_loading_twice_says_so_and_adds_nothing(wards):
    load("boundaries", wards, *GRID)
    assert load("boundaries", wards, *GRID) == ("wards.geojson.gz: loaded before; nothing was added.\n", 0)
    assert Event.objects.count() == 1


def test_a_file_that_is_refused_does_not_keep_the_others_out(wards, tmp_path):
    out, ended = load("boundaries", tmp_path / "none.geojson", wards, *GRID)
    assert ended == 1
    assert out.startswith("Refused, nothing was loaded. ")
    assert "3 added" in out


def test_populations_and_schools_have_their_own_kinds(tmp_path):
    people = tmp_path / "population_mid2019.csv"
    people.write_text("LSOA11CD,0-15,16+\nE01000001,4,6\n")
    schools = tmp_path / "schools.csv"
    schools.write_text("URN,name\n100001,Mill Lane\n100002,Mill Academy\n")
    links = tmp_path / "links.csv"
    links.write_text("URN,LinkURN,LinkType\n100001,100002,Successor\n")
    assert load("population", people)[1] == load("schools", schools, links)[1] == 0
    assert queries.population_of("E01000001", vintage=2011, year=2019) == 10
    assert queries.school_now("100001").name == "Mill Academy"


def test_many_rejects_are_counted_and_kept_not_all_printed(tmp_path):
    schools = tmp_path / "schools.csv"
    schools.write_text("URN,name\n100001,Mill Lane\n" + "bad,Bad\n" * 30)
    out, _ = load("schools", schools)
    assert "… and 10 more; all are kept with the file." in out
    assert len(queries.rejects_of(queries.sources()[0].id)) == 30


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_explains_itself(kind, capsys):
    assert load(kind, "--help")[1] == 0
    assert f"usage: alongside load {kind}" in capsys.readouterr().out


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(CommandError, match="invalid choice: 'maps'"):
        call_command("load", "maps", "x")
