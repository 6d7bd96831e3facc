"""How fast last night's incidents enter: children kept and matched, schools found, notices decided, queued and logged.

    make bench BENCH=encompass_file                     (SQLite)
    DATABASE_URL=postgresql://… make bench BENCH=encompass_file

Claim: a file of 2,000 incidents with 3,500 children across 150 schools is matched, decided and queued in under 30
seconds on two cores; no child is lost and none enters twice, also where the worker is killed ten times at random moments
while it enters another night's file of the same size. `INCIDENTS=` changes the number.
"""

import csv
import io
import math
import os
import random
import resource
import signal
import time
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection

from alongside.areas import actions as areas
from alongside.common.calendars import SCHOOL_HOURS, DaySpan, SchoolTerms
from alongside.exchange import encompass_csv
from alongside.exchange.encompass_columns import COLUMNS
from alongside.partners.models import Agency, Member, MemberNotice
from alongside.partners.roles import Role
from alongside.people.actions import add_record
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.support.models import EncompassFile, Incident, IncidentChild, SchoolNotice
from benchmarks.harness import report
from tests.areas.invented import AT, keep, school
from tests.cast import make_cast
from tests.encompass import NIGHT, TERMS, agree

INCIDENTS = int(os.environ.get("INCIDENTS", "2000"))
CHILDREN = INCIDENTS * 7 // 4
SCHOOLS = 150
KILLS = 10
KNOWN = 500
"""Children of whom a school holds a record and the police name no school: they are found by who they are."""


def make_world():
    """150 schools with calendars, a lead and a signature each; 500 of the children are on a school's roll."""
    cast = make_cast()
    names = [f"School of St. Number {number}" for number in range(SCHOOLS)]
    urns = [str(200_000 + number) for number in range(SCHOOLS)]
    keep(areas.load_schools, [school(urn, name) for urn, name in zip(urns, names, strict=True)])
    agencies = [
        Agency.objects.create(code=f"school-{urn}", name=name, kind="school", school_urn=urn)
        for urn, name in zip(urns, names, strict=True)
    ]
    for one in agencies:
        half_term = (DaySpan(date(2026, 10, 26), date(2026, 10, 30), "Half-term"),)
        terms = SchoolTerms(TERMS, half_term, frozenset(), SCHOOL_HOURS, frozenset(range(5)), one.name)
        areas.set_school_calendar(urn=one.school_urn, terms=terms, by="t", at=AT, log=lambda deed: None)
        Member(
            username=f"lead-{one.code}", name="L", agency=one, role=Role.SAFEGUARDING_LEAD, email="l@example.org"
        ).save()
        cast.agencies[one.code] = one
    agree(cast, parties=("police", "council", *(one.code for one in agencies)))
    return cast, agencies


def made_children(family: str = "Family"):
    """Invented; no two have the same first name, last name and birth date."""
    dice = random.Random(2026)
    return [
        (f"Given{dice.randrange(700)}", f"{family}{number}", date(2010, 1, 1) + timedelta(days=dice.randrange(3_600)))
        for number in range(CHILDREN)
    ]


def on_roll(cast, agencies, children):
    by, log = cast.viewer("officer", NIGHT), []
    for number, (given, family, born) in enumerate(children[:KNOWN]):
        draft = RecordDraft(names=(NameDraft(given, family),), date_of_birth=born)
        add_record(
            draft=draft, holder=agencies[number % SCHOOLS], source="roll", by=by.actor, at=NIGHT, today=NIGHT.date(),
            log=log.append,
        )  # fmt: skip


def made_file(agencies, children, night: str = "LK") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([one.title for one in COLUMNS])
    for number, (given, family, born) in enumerate(children):
        told = {
            "reference": f"{night}/{number % INCIDENTS}", "happened_on": "2026-11-16", "happened_time": "23:40",
            "circumstances": f"What was heard in case {number % INCIDENTS}. " * 4, "first_name": given,
            "last_name": family, "born": born.isoformat(), "presence": "home", "voice": "I was upstairs.",
            "school": "" if number < KNOWN else agencies[number % SCHOOLS].name,
        }  # fmt: skip
        writer.writerow([told.get(one.field, "") for one in COLUMNS])
    return text.getvalue().encode()


def timed(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def begin_worker() -> int:
    """A process of its own that enters whatever waits, with a connection of its own."""
    connection.close()
    if worker := os.fork():
        return worker
    while encompass_csv.work_waiting(NIGHT, rest=0, seconds=math.inf):
        pass
    os._exit(0)


def killed(raw: bytes, sender) -> tuple[list[int], int]:
    """Enter a file while the worker is killed: how many children were in at each death, and the seed of the moments."""
    seed = random.randrange(1_000_000)
    dice, seen, before = random.Random(seed), [], IncidentChild.objects.count()
    file_id = encompass_csv.take_in(name="killed.csv", raw=raw, by=sender, at=NIGHT).file_id
    for share in sorted(dice.random() * 0.8 for _kill in range(KILLS)):
        worker = begin_worker()
        while IncidentChild.objects.count() - before < share * CHILDREN and os.waitpid(worker, os.WNOHANG) == (0, 0):
            time.sleep(0.02)
        time.sleep(dice.random())
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        whole = EncompassFile.objects.get(pk=file_id).entered
        assert whole == IncidentChild.objects.count() - before, (seed, share, whole)
        seen.append(whole)
    os.waitpid(begin_worker(), 0)
    done = EncompassFile.objects.get(pk=file_id)
    entered, notices = IncidentChild.objects.count() - before, SchoolNotice.objects.values("child").distinct().count()
    assert (done.entered, done.rejected, entered, notices) == (CHILDREN, 0, CHILDREN, before + CHILDREN), (
        seed,
        done.problem,
    )
    return seen, seed


def main() -> None:
    call_command("migrate", verbosity=0)
    cast, agencies = make_world()
    children = made_children()
    on_roll(cast, agencies, children)
    raw, sender = made_file(agencies, children), cast.viewer("officer", NIGHT)
    send = timed(lambda: encompass_csv.take_in(name="night.csv", raw=raw, by=sender, at=NIGHT))
    cpu = time.process_time()
    enter = timed(lambda: encompass_csv.work_waiting(NIGHT, seconds=math.inf))
    cpu = time.process_time() - cpu
    again = timed(lambda: encompass_csv.take_in(name="night.csv", raw=raw, by=sender, at=NIGHT))
    encompass_csv.take_in(name="copy.csv", raw=raw + b"\n", by=sender, at=NIGHT)
    known = timed(lambda: encompass_csv.work_waiting(NIGHT, seconds=math.inf))
    first, second = EncompassFile.objects.order_by("pk")
    assert (first.entered, first.rejected, second.known) == (CHILDREN, 0, CHILDREN), first.problem
    assert (Incident.objects.count(), IncidentChild.objects.count()) == (INCIDENTS, CHILDREN)
    sent = SchoolNotice.objects.filter(status="sent").count()
    deaths, seed = killed(made_file(agencies, made_children("Other"), "LN"), sender)
    report(
        f"A file of {INCIDENTS:,} incidents, {CHILDREN:,} children, {SCHOOLS} schools, {connection.vendor}",
        {
            "received (looked at, kept)": f"{send:.2f} s",
            "matched, decided and queued": f"{enter:.1f} s, {enter / CHILDREN * 1000:.1f} ms a child",
            "of that, work of the processor": f"{cpu:.1f} s",
            "delivered to a school / with the officer": f"{sent:,} / {CHILDREN - sent:,}",
            "notices inside Alongside": f"{MemberNotice.objects.count():,}",
            "the same file again": f"{again:.2f} s, nothing enters",
            "the same rows in another file": f"{known:.1f} s, nothing enters",
            f"killed {len(deaths)} times (seed {seed}) with so many children in": ", ".join(
                f"{one:,}" for one in deaths
            ),
            "then finished": f"{CHILDREN:,} children, none lost, none twice, one live notice for each",
            "highest memory": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
        },
    )


if __name__ == "__main__":
    main()
