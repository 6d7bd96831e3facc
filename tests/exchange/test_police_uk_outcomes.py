"""Loading what became of crimes: whole, once, rejects named, the history kept."""

import csv
import io
import zipfile

import pytest

from alongside.exchange.police_uk_intake import Refused
from alongside.exchange.police_uk_outcomes import COLUMNS
from alongside.places.identity import crime_key
from alongside.places.models import CrimeFile, CrimeOutcome, OutcomeMonth, RejectedRow
from alongside.places.states import FileResult
from tests.places import street

pytestmark = pytest.mark.django_db
NAME = "2023-06-larkmere-outcomes.csv"


def history(number=1):
    rows = CrimeOutcome.objects.filter(identity=crime_key(street.crime_id(number))).order_by("month")
    return [(f"{one.month:%Y-%m}", one.outcome.name) for one in rows]


def test_the_history_of_a_crime_is_kept_across_files(tmp_path):
    street.take_in(street.write(tmp_path / "2023-05-larkmere-street.csv", [street.row(1)]))
    (report,) = street.take_in(street.decisions(tmp_path / NAME, [street.decision(1, "Suspect charged")]))
    later = street.decision(1, "Offender sent to prison", month="2023-09")
    street.take_in(street.decisions(tmp_path / "later.csv", [later]))
    assert (report.rows_read, report.rows_added, report.noun) == (1, 1, "outcomes")
    assert history() == [("2023-06", "Suspect charged"), ("2023-09", "Offender sent to prison")]
    assert OutcomeMonth.objects.count() == 2


def test_the_same_file_or_the_same_decision_twice_adds_nothing(tmp_path):
    rows = [street.decision(1, "Suspect charged"), street.decision(1, "Suspect charged")]
    (first,) = street.take_in(street.decisions(tmp_path / NAME, rows))
    (again,) = street.take_in(street.decisions(tmp_path / "copy.csv", rows))
    (other,) = street.take_in(street.decisions(tmp_path / "newer.csv", [*rows, street.decision(2, "Local resolution")]))
    assert (first.rows_added, first.rows_repeated, again.result) == (1, 1, FileResult.HELD)
    assert (other.rows_added, other.rows_held, other.rows_repeated) == (1, 1, 1)
    assert CrimeOutcome.objects.count() == 2


def test_it_is_told_by_its_header_not_by_its_name(tmp_path):
    (report,) = street.take_in(street.decisions(tmp_path / "download.csv", [street.decision(1, "Local resolution")]))
    assert report.noun == "outcomes" and CrimeFile.objects.get().layout.startswith("data.police.uk outcomes")


@pytest.mark.parametrize(
    ("column", "cell", "fault"),
    [
        ("Crime ID", "", "no_id"), ("Month", "June", "month"), ("Month", "2093-01", "future"),
        ("Outcome type", "", "outcome"), ("Outcome type", "=1+1", "formula"), ("Reported by", "", "force"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_kept_with_its_column_and_why(tmp_path, column, cell, fault):
    bad = street.decision(2, "Local resolution")
    bad[COLUMNS.index(column)] = cell
    (report,) = street.take_in(street.decisions(tmp_path / NAME, [street.decision(1, "Suspect charged"), bad]))
    (rejected,) = RejectedRow.objects.all()
    assert (rejected.line, rejected.column, rejected.fault) == (3, column, fault)
    assert report.rows_read == report.rows_added + report.rows_rejected == 2


def test_a_file_without_a_needed_column_is_refused_and_leaves_nothing(tmp_path):
    path = tmp_path / NAME
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS[1:], street.decision(1, "Suspect charged")[1:]])
    path.write_text(text.getvalue())
    (refused,) = street.take_in(path, keep_in=tmp_path / "kept")
    assert isinstance(refused, Refused) and "lacks the column Crime ID" in refused.why
    assert not CrimeFile.objects.exists() and not any((tmp_path / "kept").rglob("*.gz"))


def test_an_archive_brings_crimes_and_outcomes(tmp_path):
    with zipfile.ZipFile(tmp_path / "2023-06.zip", "w") as archive:
        archive.writestr("2023-05/2023-05-larkmere-street.csv", street.text([street.row(1)]))
        archive.writestr("2023-06/" + NAME, street.text([street.decision(1, "Suspect charged")], COLUMNS))
    reports = street.take_in(tmp_path / "2023-06.zip")
    assert sorted((one.noun, one.rows_added) for one in reports) == [("crimes", 1), ("outcomes", 1)]
    assert CrimeFile.objects.filter(extracted="2023-06-01").count() == 2
