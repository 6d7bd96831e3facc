"""Groups for monitoring come as CSV from whoever answers for equality."""

import io
from argparse import ArgumentParser
from datetime import date

import pytest

from alongside.cli import loading_groups
from alongside.people.actions import add_record
from alongside.people.models import MonitoringGroup
from tests.cast import NOW, child


@pytest.fixture
def load(cast, tmp_path):
    for reference in ("E-1", "E-2"):
        add_record(
            draft=child(reference, "Marsh", agency_ref=reference, date_of_birth=date(2010, 1, int(reference[-1]))),
            holder=cast.agencies["school"], source="test", by=cast.viewer("dsl").actor, at=NOW, today=NOW.date(),
        )  # fmt: skip

    def run(text, member="governance"):
        path, parser, out = tmp_path / "groups.csv", ArgumentParser(), io.StringIO()
        path.write_bytes(text.encode())
        loading_groups.add_arguments(parser)
        status = loading_groups.run(vars(parser.parse_args([str(path), "--member", member])), at=NOW, out=out)
        return status, out.getvalue()

    return run


def test_each_record_gets_its_group(load):
    assert load("Agency;Reference;Group\nschool;E-1;North\nschool;E-2;South\n") == (0, "2 records got a group.\n")
    assert list(MonitoringGroup.objects.order_by("pk").values_list("label", flat=True)) == ["North", "South"]


def test_rows_that_no_record_answers_to_and_rows_at_fault_are_told(load):
    status, told = load("agency,reference,group\nschool,E-1,North\nschool,E-9,South\npolice,,South\n")
    assert status == 1 and "1 record got a group." in told
    assert "school has no record with its reference E-9." in told and "Row 4: the reference is missing." in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("agency,reference\nschool,E-1\n", "Missing: group."),
        ('agency,reference,group\nschool,"E-1\n', "cannot be told"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_whole(load, text, words):
    status, told = load(text)
    assert status == 1 and words in told and not MonitoringGroup.objects.exists()


def test_only_whoever_answers_for_the_matching_supplies_them(load):
    status, told = load("agency,reference,group\nschool,E-1,North\n", member="dsl")
    assert status == 1 and "may not supply groups" in told and not MonitoringGroup.objects.exists()
    assert load("x", member="nobody")[0] == 2
