"""Files as they lie on disk: missing, damaged, too large, in the wrong encoding."""

import gzip

import pytest

from alongside.areas.drafts import Reject
from alongside.areas.errors import AreaFileRefused
from alongside.exchange.official_files import read_official, read_table, text_of


def written(tmp_path, content, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_the_hash_is_of_the_file_on_disk(tmp_path):
    plain = read_official(written(tmp_path, b"a,b\n1,2\n"))
    packed = read_official(written(tmp_path, gzip.compress(b"a,b\n1,2\n", mtime=0), "file.csv.gz"))
    assert plain.content == packed.content
    assert plain.sha256 != packed.sha256


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\x1f\x8b damaged", "damaged gzip file"),
        (gzip.compress(b"a,b\n" * 1000, mtime=0)[:-20], "damaged gzip file"),
        (gzip.compress(b"0" * 50_000_000, mtime=0), "unpacks to more than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_unpacked_is_refused(tmp_path, content, problem):
    with pytest.raises(AreaFileRefused, match=problem):
        read_official(written(tmp_path, content), most_bytes=1024**2)


def test_a_path_to_nothing_or_to_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(AreaFileRefused, match=r"cannot be read: .* Check the path"):
            read_official(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found_out(tmp_path, encoding):
    assert text_of(read_official(written(tmp_path, "École, £5 – “x”".encode(encoding)))) == "École, £5 – “x”"


@pytest.mark.parametrize("content", [b"a\x00b", b"\x81\x8d\x8f", b"\xff\xfea"])
def test_what_is_no_text_is_refused(tmp_path, content):
    with pytest.raises(AreaFileRefused, match="Save it as CSV in UTF-8"):
        text_of(read_official(written(tmp_path, content)))


def test_a_row_of_the_wrong_length_is_a_reject_and_an_empty_row_is_nothing(tmp_path):
    table = read_table(read_official(written(tmp_path, b"a,b\n1,2\n3\n,,\n4,5\n")))
    assert [cells for _, cells in table.rows] == [["1", "2"], ["4", "5"]]
    assert table.rejects == [Reject(2, "whole row", "The row has 1 cells, the heading 2.")]


def test_a_column_is_found_whatever_its_case(tmp_path):
    table = read_table(read_official(written(tmp_path, b" Area Code ,count\nE1,2\n")))
    assert table.column("area code") == 0
    assert table.column("nothing") is None
    with pytest.raises(AreaFileRefused, match=r"no column for the year\. It should be called “year” or “date”"):
        table.need("year", "year", "date")


def test_a_cell_that_never_ends_is_refused(tmp_path):
    with pytest.raises(AreaFileRefused, match="cannot be read as CSV"):
        read_table(read_official(written(tmp_path, b'a,b\n"' + b"x" * 200_000)))
