"""The front door's pages in a borough of 300,000 people and 1,000,000 records, access control and audit on.

    make bench BENCH=borough_scale                       (SQLite)
    make bench BENCH=borough_scale DATABASE_URL=postgresql://…   (an empty database)

Fills the database, starts the real server with two workers, and lets 20 users open the queue and a concern by turns
over loopback: each as soon as the page before has come, and once more with half a second to read. Where `wrk` is installed
it asks too, since a client in Python takes a fifth of the cores it measures. The server and the
users share the same two cores. Prints pages a second, percentiles, errors, and how many queries each page asks for.

With `BENCH_PAGES=support` it opens the other lists of support in place of these two (`support_lists.py`): my work, cases,
who waits, Encompass, handovers, moments, panels, contracts, notices, copies. Of each: queries, the processor's time of a
page, and the percentiles for 20 users who read half a second, or `BENCH_PAUSE` (`BENCH_SECONDS=0`: only the first two).
"""

import http.client
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.partners.models import Member
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.models import Pathway
from benchmarks.harness import percentile, report
from tests.cast import make_cast

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "300000"))
RECORDS = int(os.environ.get("BENCH_RECORDS", "1000000"))
CONCERNS = 30_000
OPEN = 500
USERS = 20
PAUSE = float(os.environ.get("BENCH_PAUSE", "0.5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "20"))
ROOT = Path(__file__).resolve().parents[1]


def insert(table: str, columns: list[str], rows) -> None:
    """Rows straight into a table: COPY on PostgreSQL, executemany on SQLite."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            if "id" in columns and isinstance(row[columns.index("id")], int):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        else:
            places = ", ".join(["?"] * len(columns))
            plain = ([one.hex if isinstance(one, uuid.UUID) else one for one in row] for row in rows)
            cursor.cursor.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', plain)


def person(number: int) -> uuid.UUID:
    return uuid.UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC834) % 2**128)


def fill(now) -> None:
    stamp = now.isoformat(sep=" ")
    with transaction.atomic():
        cast = make_cast()
        holders = [cast.agencies[key].pk for key in ("school", "other_school", "police", "council")]
        insert("people_person", ["id", "made_at"], ((person(one), stamp) for one in range(PEOPLE)))
        insert(
            "people_sourcerecord",
            ["id", "holder_id", "person_id", "agency_ref", "received_at", "source", "as_sent", "date_of_birth", "sex",
             "telephone", "digest"],
            (
                (one + 1, holders[one % 4], person(one % PEOPLE), f"R{one}", stamp, "benchmark", "{}",
                 str(date(2009, 1, 1) + timedelta(days=one % 3000)), "", "", f"{one:064x}")
                for one in range(RECORDS)
            ),
        )  # fmt: skip
        insert(
            "people_recordname",
            ["id", "record_id", "kind", "given", "family", "folded_given", "folded_family"],
            (
                (one + 1, one + 1, "usual", f"G{one % 997}", f"F{one % PEOPLE}", f"g{one % 997}", f"f{one % PEOPLE}")
                for one in range(RECORDS)
            ),
        )  # fmt: skip
        insert(
            "people_recordnote",
            ["id", "record_id", "field_group", "noted_on", "text"],
            (
                (one + 1, one + 1, "police" if one % 4 == 2 else "education", str(now.date()), f"Note {one}.")
                for one in range(min(RECORDS, 4 * CONCERNS))
            ),
        )
        concerns(cast, now, stamp)
        carried = sum(group.mask for group in FieldGroup)
        insert(
            "partners_involvement",
            ["id", "agency_id", "person_id", "matter", "opened_for", "purpose", "field_groups", "reason", "opened_by",
             "opened_at", "expires_at", "ended_at"],
            (
                (one + 1, cast.agencies["council"].pk, person(one % PEOPLE), "", reference(one), Purpose.SAFEGUARDING.code,
                 carried, "benchmark", "x", stamp, (now + timedelta(days=300)).isoformat(sep=" "), None)
                for one in range(CONCERNS)
            ),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def reference(number: int) -> str:
    return f"BENCH-{number}"


def concerns(cast, now, stamp) -> None:
    pathway = Pathway.objects.get()
    member = cast.members["dsl"].pk
    schools = [cast.agencies["school"].pk, cast.agencies["other_school"].pk]

    def rows():
        for one in range(CONCERNS):
            open_now = one < OPEN
            due = (now + timedelta(minutes=one - OPEN // 2)).isoformat(sep=" ")
            yield (
                uuid.UUID(int=one + 1), reference(one), pathway.pk, schools[one % 2], pathway.receiver_id, one + 1, member,
                "safeguarding_lead", "", str(now.date()), "", f"What happened, number {one}.", "", "", "", "She says it.", "",
                False, "given", "", "benchmark", None, stamp,
                "in_triage" if open_now else "closed", due, None, None, 1,
            )  # fmt: skip

    insert(
        "support_concern",
        ["id", "reference", "pathway_id", "holder_id", "receiver_id", "record_id", "raised_by_id", "referrer_role", "call_back",
         "happened_on", "happened_where", "fact", "opinion", "allegation", "allegation_by", "child_voice",
         "child_voice_missing", "in_danger_now", "consent", "consent_reason", "source", "draft_key", "received_at",
         "status", "decision_due_at", "feedback_due_at", "assigned_to_id", "version"],
        rows(),
    )  # fmt: skip
    insert(
        "support_clockrun",
        ["id", "kind", "label", "matter", "owner_id", "amount", "calendar", "started_at", "due_at", "stopped_at", "breached_at"],
        (
            (one + 1, "decision", "", reference(one), cast.agencies["council"].pk, 1, "working_days", stamp,
             (now + timedelta(minutes=one - OPEN // 2)).isoformat(sep=" "), None if one < OPEN else stamp, None)
            for one in range(CONCERNS)
        ),
    )  # fmt: skip
    insert(
        "support_concernstatusrow",
        ["id", "concern_id", "status", "at", "by", "reason"],
        ((one + 1, uuid.UUID(int=one + 1), "received", stamp, "x", "") for one in range(CONCERNS)),
    )


def cookie_for(username: str) -> str:
    member = Member.objects.get(username=username)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class User(threading.Thread):
    """Opens pages one after the other until time is up."""

    def __init__(
        self, port: int, cookie: str, paths: list[str], until: float, taken: list, errors: list, pause: float
    ) -> None:
        super().__init__(daemon=True)
        self.pause = pause
        self.port, self.cookie, self.paths, self.until = port, cookie, paths, until
        self.taken, self.errors = taken, errors

    def run(self) -> None:
        if self.pause:  # readers do not come all at once: a queue at the start would be the whole of a short run's p95
            time.sleep(self.pause * random.random())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        turn = 0
        while time.monotonic() < self.until:
            path = self.paths[turn % len(self.paths)]
            turn += 1
            start = time.perf_counter()
            try:
                connection.request("GET", path, headers={"Cookie": self.cookie, "Host": "127.0.0.1"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    self.errors.append((path, answer.status))
            except OSError as error:
                self.errors.append((path, repr(error)))
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.taken.append((time.perf_counter() - start) * 1000)
            if self.pause:
                time.sleep(self.pause)


def load(port: int, cookie: str, paths_of, seconds: float, pause: float = 0) -> tuple[list[float], list]:
    taken: list[float] = []
    errors: list = []
    until = time.monotonic() + seconds
    users = [User(port, cookie, paths_of(number), until, taken, errors, pause) for number in range(USERS)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    return taken, errors


WRK = """
local paths, turn = {%s}, %d
request = function() turn = turn + 1; return wrk.format("GET", paths[turn %% #paths + 1]) end
done = function(summary, latency, requests)
  io.write(string.format("%%.0f; %%.0f / %%.0f / %%.0f; %%d errors", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


def by_wrk(port: int, cookie: str, paths_of) -> str:
    """The same with a client that takes next to nothing of the two cores: twenty connections that never pause."""
    paths = [path for number in range(USERS) for path in paths_of(number)]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(WRK % (", ".join(f'"{path}"' for path in paths), 0))
        script.flush()
        command = [
            "wrk", "-t1", f"-c{USERS}", f"-d{SECONDS:.0f}s", "-s", script.name, "-H", f"Cookie: {cookie}", "-H",
            "Host: 127.0.0.1", f"http://127.0.0.1:{port}",
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]


def serve(port: int) -> subprocess.Popen:
    granian = Path(sys.executable).parent / "granian"
    server = subprocess.Popen(
        [str(granian), "--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--host", "127.0.0.1",
         "--port", str(port), "--no-access-log", "--log-level", "warning", "alongside.config.wsgi:application"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def queries(cookie_user: str, paths: list[str]) -> dict[str, int]:
    client = _client(cookie_user)
    counts = {}
    for path in paths:
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        counts[path] = len(caught)
    return counts


def _client(username: str) -> Client:
    client = Client()
    client.force_login(Member.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def work_of(username: str, path: str, times: int = 10) -> float:
    """Milliseconds of the processor for a page, the database's own with it on SQLite."""
    client, taken = _client(username), []
    for _ in range(times + 1):
        start = time.process_time()
        answer = client.get(path)
        taken.append((time.process_time() - start) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    return percentile(taken[1:], 0.5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def lists() -> None:
    """Every other list of support: what it asks of the database and the processor, and how 20 users wait for it."""
    from benchmarks.support_lists import fill_support

    pages = fill_support(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = {
        (by, path): (queries(by, [path])[path], work_of(by, path)) for by, paths in pages.values() for path in paths
    }
    cookies = {by: cookie_for(by) for by, _ in pages.values()}
    rows: dict[str, object] = {"database": connection.vendor}
    for (by, path), (count, work) in asked.items():
        print(f"  {by + ' ' + path:<58} {count} queries, {work:.0f} ms of work", flush=True)
    if not SECONDS:
        return
    connection.close()
    server = serve(port := free_port())
    try:
        for name, (by, paths) in pages.items():
            load(port, cookies[by], lambda _number, paths=paths: list(paths), 2)
            calm, errors = load(port, cookies[by], lambda _number, paths=paths: list(paths), SECONDS, PAUSE)
            told = "; ".join(f"{asked[by, path][0]} queries, {asked[by, path][1]:.0f} ms of work" for path in paths)
            waited = " / ".join(f"{percentile(calm, one):.0f}" for one in (0.5, 0.95, 0.99))
            rows[name] = f"p50 / p95 / p99 {waited} ms; {told}" + (f"; ERRORS {errors[:2]}" if errors else "")
    finally:
        server.terminate()
        server.wait(20)
    report(f"lists of support at borough size, {USERS} users, {PAUSE} s between pages", rows)


def main() -> None:
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    fill(timezone.now())
    filled = time.perf_counter() - start
    if os.environ.get("BENCH_PAGES") == "support":
        lists()
        return
    cookie = cookie_for("triage")
    pages = {
        "queue": lambda number: [f"/triage/?page={1 + number % 10}"],
        "concern": lambda number: [f"/triage/{reference(one)}/" for one in range(number * 50, number * 50 + 50)],
    }
    asked = queries("triage", ["/triage/", "/triage/?page=2", f"/triage/{reference(3)}/"])
    connection.close()
    server = serve(port := free_port())
    rows: dict[str, object] = {
        "database": connection.vendor, "people / records": f"{PEOPLE:,} / {RECORDS:,} (filled in {filled:.0f} s)",
        "queries by page": asked,
    }  # fmt: skip
    try:
        for name, paths_of in pages.items():
            load(port, cookie, paths_of, 2)
            taken, errors = load(port, cookie, paths_of, SECONDS)
            rows[f"{name}: pages a second, {USERS} users"] = f"{len(taken) / SECONDS:.0f}"
            rows[f"{name}: p50 / p95 / p99 ms"] = " / ".join(
                f"{percentile(taken, one):.0f}" for one in (0.5, 0.95, 0.99)
            )
            calm, more = load(port, cookie, paths_of, SECONDS, PAUSE)
            errors += more
            rows[f"{name}: p50 / p95 / p99 ms, {PAUSE} s between pages"] = " / ".join(
                f"{percentile(calm, one):.0f}" for one in (0.5, 0.95, 0.99)
            )
            if shutil.which("wrk"):
                rows[f"{name}: pages a second; p50 / p95 / p99 ms, {USERS} users, asked by wrk"] = by_wrk(
                    port, cookie, paths_of
                )
            rows[f"{name}: errors"] = f"{len(errors)} {errors[:2] if errors else ''}"
    finally:
        server.terminate()
        server.wait(20)
    report("borough scale", rows)


if __name__ == "__main__":
    main()
