"""Loading files of street-level crime, end to end."""

import gzip
from datetime import date
from hashlib import sha256

import pytest

from alongside.audit.models import Event
from alongside.exchange.police_uk import COLUMNS
from alongside.exchange.police_uk_intake import Refused
from alongside.places.models import CrimeCount, CrimeFile, ForceMonth, RecordedCrime, RejectedRow
from alongside.places.staging import Stage
from alongside.places.states import FileResult
from tests.places import street

pytestmark = pytest.mark.django_db
NAME = "2023-05-larkmere-street.csv"


def test_a_file_is_loaded_with_its_hash_licence_months_and_a_copy(tmp_path):
    path = street.write(tmp_path / NAME, [street.row(1), street.row(None), street.row(None)])
    (report,) = street.take_in(path, keep_in=tmp_path / "kept", extracted=date(2023, 8, 1))
    file = CrimeFile.objects.get()
    assert (report.rows_read, report.rows_added) == (3, 3)
    assert (file.first_month, file.last_month, file.extracted) == (date(2023, 5, 1), date(2023, 5, 1), date(2023, 8, 1))
    assert file.licence == "Open Government Licence v3.0"
    assert gzip.decompress((tmp_path / "kept" / file.raw_copy).read_bytes()) == path.read_bytes()
    assert Event.objects.filter(act="import", subject_id=file.sha256).count() == 1


def test_the_same_file_twice_adds_nothing_under_whatever_name(tmp_path):
    rows = [street.row(1), street.row(None), street.row(None)]
    street.take_in(street.write(tmp_path / NAME, rows))
    before = list(CrimeCount.objects.order_by("pk").values())
    (again,) = street.take_in(street.write(tmp_path / "copy.csv", rows))
    assert again.result == FileResult.HELD
    assert RecordedCrime.objects.count() == 3 and list(CrimeCount.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_are_understood(tmp_path, encoding):
    rows = [street.row(1, location="On or near Café Row")]
    (report,) = street.take_in(street.write(tmp_path / NAME, rows, encoding=encoding))
    assert report.rows_added == 1
    assert RecordedCrime.objects.get().point.location == "On or near Café Row"


def test_text_in_no_known_encoding_is_refused(tmp_path):
    path = street.write(tmp_path / NAME, [street.row(1)])
    path.write_bytes(path.read_bytes() + b"\x81\x8d\xff")
    (refused,) = street.take_in(path)
    assert isinstance(refused, Refused) and "neither UTF-8 nor Windows-1252" in refused.why


def test_a_refused_file_leaves_nothing_and_stops_no_other(tmp_path):
    header = [name for name in COLUMNS if name != "Context"]
    street.write(tmp_path / "in" / "a.csv", [street.row(1)[:-1]], header=header)
    street.write(tmp_path / "in" / "b.csv", [street.row(2)])
    refused, loaded = street.take_in(tmp_path / "in", keep_in=tmp_path / "kept")
    assert refused.why == (
        "a.csv: it lacks the column Context. If the publisher has changed the layout, the header has to be "
        "mended before the file can be loaded."
    )
    assert loaded.rows_added == 1
    assert CrimeFile.objects.count() == 1 and len(list((tmp_path / "kept").rglob("*.*"))) == 1


def test_a_file_of_which_no_row_can_be_read_is_refused_with_the_first_reasons(tmp_path):
    path = street.write(tmp_path / NAME, [street.row(1, month="May 23"), street.row(2, month="May 23")])
    (refused,) = street.take_in(path, keep_in=tmp_path / "kept")
    assert "none of its 2 rows could be read" in refused.why and "line 2, Month" in refused.why
    assert not CrimeFile.objects.exists() and not list((tmp_path / "kept").rglob("*.*"))


def test_rejected_rows_are_kept_with_their_cells_and_counted(tmp_path):
    rows = [street.row(1), street.row(2, month="?", crime_type="Mischief"), [*street.row(3), "more"]]
    (report,) = street.take_in(street.write(tmp_path / NAME, rows))
    assert (report.rows_read, report.rows_added, report.rows_rejected) == (3, 1, 2)
    kept = RejectedRow.objects.filter(file_id=report.file_id).values_list("line", "column", "value")
    assert list(kept) == [(3, "Month", "?"), (3, "Crime type", "Mischief"), (4, "", "13 cells, not 12")]
    assert "Mischief" in RejectedRow.objects.first().raw


def test_a_truncated_archive_is_refused_in_the_middle_and_leaves_nothing(tmp_path):
    path = tmp_path / f"{NAME}.gz"
    whole = gzip.compress(street.text([street.row(n) for n in range(9_000)]).encode())
    path.write_bytes(whole[:-2_000])
    (refused,) = street.take_in(path)
    assert "cannot be read to its end" in refused.why
    assert not CrimeFile.objects.exists() and not RecordedCrime.objects.exists()


def test_an_error_in_the_one_transaction_leaves_nothing(tmp_path, monkeypatch):
    def broken(*_):
        raise RuntimeError("the disk is full")

    path = street.write(tmp_path / NAME, [street.row(1)])
    monkeypatch.setattr("alongside.places.counting.count_again", broken)
    with pytest.raises(RuntimeError):
        street.take_in(path, keep_in=tmp_path / "kept")
    assert not CrimeFile.objects.exists() and not RecordedCrime.objects.exists() and not ForceMonth.objects.exists()
    assert not Event.objects.exists() and not list((tmp_path / "kept").rglob("*.*"))
    monkeypatch.undo()
    (report,) = street.take_in(path)
    assert report.rows_added == 1


def test_an_empty_month_is_a_month_with_nothing_in_it(tmp_path):
    (report,) = street.take_in(street.write(tmp_path / NAME, []))
    assert (report.rows_read, report.rows_added) == (0, 0)


def test_the_same_file_loaded_by_somebody_else_meanwhile_is_known_and_not_an_error(tmp_path, monkeypatch):
    path = street.write(tmp_path / NAME, [street.row(1)])
    put = Stage.put

    def meanwhile(stage, chunk):
        put(stage, chunk)
        digest = sha256(path.read_bytes()).hexdigest()
        CrimeFile.objects.create(sha256=digest, name="theirs", byte_count=1, loaded_at=street.AT, loaded_by="them")

    monkeypatch.setattr(Stage, "put", meanwhile)
    (report,) = street.take_in(path)
    assert report.result == FileResult.HELD and CrimeFile.objects.get().name == "theirs"
