"""What the system does by itself: every task, each alone, and safe to do twice."""

import pytest

from alongside.audit.models import Event, Seal
from alongside.audit.publishing import read
from alongside.cli import working
from alongside.cli.working import Task, Work, every_task
from alongside.partners.models import AgreementParty
from alongside.support.actions import raising
from alongside.support.models import ClockRun, Concern
from tests.cast import NOW, details, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr(working.timezone, "now", lambda: later(days=9))
    # A test lives in one transaction on one connection: nothing may close it.
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    return tmp_path


def test_once_it_breaches_clocks_sends_what_was_held_and_seals_what_it_did(cast, folder):
    AgreementParty.objects.filter(agency=cast.agencies["school"]).update(signed_on=None, signed_by="")
    late = raising.raise_concern(details=details(), by=cast.viewer("other_dsl"), at=NOW)
    waits = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    AgreementParty.objects.filter(agency=cast.agencies["school"]).update(signed_on=NOW.date(), signed_by="Head")
    Work(every_task()).once()
    assert ClockRun.objects.get(matter=late.reference).breached_at
    assert Concern.objects.get(pk=waits.pk).status == "received"
    assert not Event.objects.filter(sealed__isnull=True).exists()
    assert read(folder / "seals.jsonl")["system"] == {1: Seal.objects.get(agency_code="system").root}


def test_done_twice_it_does_nothing_more(cast, folder):
    raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    Work(every_task()).once()
    before = (Event.objects.count(), Seal.objects.count(), (folder / "seals.jsonl").read_text())
    Work(every_task()).once()
    assert (Event.objects.count(), Seal.objects.count(), (folder / "seals.jsonl").read_text()) == before


def test_a_task_that_fails_is_logged_and_stops_no_other(folder, caplog):
    done = []

    def fails(at):
        raise OSError("the disk is full")

    Work([Task("count sheep", 1, fails), Task("go on", 1, lambda at: done.append(at) or 1)]).once()
    assert len(done) == 1
    assert "It was not possible to count sheep" in caplog.text and "the disk is full" in caplog.text


def test_the_loop_does_each_task_again_when_its_time_comes_and_ends_when_asked():
    counts = {"often": 0, "seldom": 0}

    def counting(name, stop_at=None):
        def do(at):
            counts[name] += 1
            if counts[name] == stop_at:
                work._stop.set()
            return 0

        return do

    work = Work([Task("often", 0.0, counting("often", 3)), Task("seldom", 3600.0, counting("seldom"))])
    work.until_stopped()
    assert counts == {"often": 3, "seldom": 1}
