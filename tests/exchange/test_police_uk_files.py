"""Finding street files in folders and archives that may be hostile."""

import gzip
import zipfile

import pytest

from alongside.exchange.police_uk_files import (
    ArchiveRefused,
    Limits,
    Skipped,
    Source,
    extract_date_of,
    find,
)
from tests.places import street

CONTENT = street.text([street.row()]).encode()


def packed(path, members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read(source):
    with source.open() as stream:
        return stream.read()


def test_nested_folders_are_searched_and_hidden_files_left_alone(tmp_path):
    for name in ("b/2023-06-x-street.csv", "a/deep/2023-05-x-street.csv.gz", ".hidden/x.csv", "a/._x.csv", "note.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(gzip.compress(CONTENT) if name.endswith("gz") else CONTENT)
    found = list(find([tmp_path]))
    assert [source.name for source in found] == ["a/deep/2023-05-x-street.csv", "b/2023-06-x-street.csv"]
    assert all(read(source) == CONTENT for source in found)


def test_an_archive_gives_its_street_files_in_order_and_says_what_it_passes_over(tmp_path):
    archive = packed(
        tmp_path / "2023-06.zip",
        {
            "2023-06/2023-06-x-street.csv": CONTENT,
            "2023-05\\2023-05-x-street.csv": CONTENT,
            "2023-05/2023-05-x-stop-and-search.csv": b"Type,Date",
            "__MACOSX/2023-05/._x.csv": b"",
            "inner.zip": b"PK",
        },
    )
    found = list(find([archive]))
    sources = [each for each in found if isinstance(each, Source)]
    assert [source.name[-22:] for source in sources] == [
        "-05/2023-05-x-street.csv"[-22:],
        "-06/2023-06-x-street.csv"[-22:],
    ]
    assert [each.why.partition(":")[0] for each in found if isinstance(each, Skipped)] == [
        "a stop and search file",
        "an archive inside an archive",
    ]
    assert read(sources[0]) == CONTENT
    assert str(sources[0].extracted) == "2023-06-01"


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    bomb = packed(tmp_path / "bomb.zip", {"2023-05-x-street.csv": b"0" * 30_000_000})
    (refusal,) = find([bomb])
    assert isinstance(refusal, ArchiveRefused) and "zip bomb" in str(refusal)


def test_a_bomb_of_many_overlapping_members_is_measured_as_a_whole(tmp_path):
    members = {f"{n}-street.csv": b"0" * 900_000 for n in range(20)}
    (refusal,) = find([packed(tmp_path / "many.zip", members)], limits=Limits(free_bytes=1_000_000))
    assert isinstance(refusal, ArchiveRefused) and "zip bomb" in str(refusal)


@pytest.mark.parametrize(
    ("limits", "words"),
    [(Limits(members=2), "3 files, more than 2"), (Limits(total_bytes=10), "beyond the limit")],
)
def test_too_many_members_or_too_much_in_all_is_refused(tmp_path, limits, words):
    archive = packed(tmp_path / "big.zip", {f"{n}-street.csv": CONTENT for n in range(3)})
    (refusal,) = find([archive], limits=limits)
    assert isinstance(refusal, ArchiveRefused) and words in str(refusal)


def test_an_index_that_lies_about_a_size_is_caught(tmp_path):
    archive = packed(tmp_path / "lies.zip", {"x-street.csv": CONTENT * 100}, zipfile.ZIP_STORED)
    raw = archive.read_bytes()
    true, false = (len(CONTENT) * 100).to_bytes(4, "little"), (50).to_bytes(4, "little")
    archive.write_bytes(raw.replace(true, false))
    (source,) = find([archive])
    with pytest.raises((zipfile.BadZipFile, ArchiveRefused)):
        read(source)


def test_a_gzip_bomb_is_stopped_while_reading(tmp_path):
    bomb = tmp_path / "x-street.csv.gz"
    bomb.write_bytes(gzip.compress(b"0" * 30_000_000))
    (source,) = find([bomb])
    with pytest.raises(ArchiveRefused, match="reading stopped"):
        read(source)


def test_a_locked_archive_is_refused(tmp_path):
    archive = packed(tmp_path / "locked.zip", {"x-street.csv": CONTENT}, zipfile.ZIP_STORED)
    raw = bytearray(archive.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(bytes(raw))
    (refusal,) = find([archive])
    assert isinstance(refusal, ArchiveRefused) and "password" in str(refusal)


def test_what_is_no_archive_or_not_there_is_said(tmp_path):
    (tmp_path / "false.zip").write_bytes(b"not a zip")
    refusals = list(find([tmp_path / "false.zip", tmp_path / "nowhere"]))
    assert "cannot be read" in str(refusals[0]) and "no such file" in str(refusals[1])


@pytest.mark.parametrize(
    ("name", "day"), [("2018-09.zip", "2018-09-01"), ("latest.zip", "None"), ("2018-13.zip", "None")]
)
def test_the_publishers_archive_names_tell_older_from_newer(name, day):
    assert str(extract_date_of(name)) == day
