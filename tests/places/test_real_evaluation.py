"""The real London wards, loaded by the command that loads the Met's tables, and evaluated as the pages do it."""

import csv

import pytest

from alongside.cli.loading_mps import run as load_mps
from tests.analysis.evaluation.conftest import published
from tests.cast import NOW
from tests.places.evaluated import evaluated, found

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
OFFENCES = {"robbery": "ROBBERY", "violent_crime": "VIOLENCE", "possession_of_weapons": "POSSESSION OF WEAPONS"}
HEADER = ["Ward code", "Ward name", "Borough", "Major category", "Month", "Count"]
__all__ = ["published"]


@pytest.fixture
def london(published, tmp_path, settings):
    """Waltham Forest's twenty wards as a long table of the kind that the Metropolitan Police publish."""
    settings.MEDIA_ROOT = str(tmp_path / "kept")
    wards = {row["ward_code"]: row for row in published("london_wards.csv") if row["borough"] == "Waltham Forest"}
    path = tmp_path / "wards.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(HEADER)
        for row in published("london_ward_months.csv"):
            if ward := wards.get(row["ward_code"]):
                for column, group in OFFENCES.items():
                    about = [ward["ward_code"], ward["ward_name"], ward["borough"], group, row["month"], row[column]]
                    out.writerow(about)
    return path, {row["ward_name"]: code for code, row in wards.items()}


def test_a_real_ward_where_nothing_was_done_is_not_given_to_an_operation(cast, london):
    path, codes = london
    assert load_mps({"paths": [path]}, at=NOW) == 0
    told = found(
        evaluated(
            cast.viewer("analyst"), source="mps:ward", boundary="parent:Waltham Forest", kinds=["ROBBERY"],
            others=["VIOLENCE"], target=[codes["High Street"]], first="2016-05", start="2018-01", last="2018-06",
            picked=True,
        )
    )  # fmt: skip
    assert told["verdict"]["letter"] in "abc"
    assert len(told["areas"]) == 19 and told["start"] == 20
    # 78 robberies in the half-year to June 2018, the ward's fourth and worst (EVALUATION, section 2).
    assert told["outcomes"][0]["after"] == 78
    assert told["found"]["several"]["tests"] == 2
