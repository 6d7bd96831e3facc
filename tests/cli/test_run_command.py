"""`alongside run`: pages and the work behind them, stopped as one, and started again when one part dies."""

import os
import signal
import sqlite3
import subprocess

import pytest
from django.core.management import call_command

from alongside.cli.management.commands import run
from alongside.config import environment
from tests.cli.conftest import Program, healthy, is_alive, is_free, read_until, wait_for


@pytest.fixture
def running(copied, port):
    process = copied.start("run", "--port", str(port), "--workers", "1")
    lines = read_until(process, "is ready at")
    yield process, port, lines
    if process.poll() is None:
        process.kill()
    process.wait()


def children(pid):
    listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return {line.split(maxsplit=1)[1]: int(line.split(maxsplit=1)[0]) for line in listed.stdout.splitlines()}


def one_of(pid, word):
    return next((number for line, number in children(pid).items() if word in line), None)


def test_it_says_its_address_when_it_answers_and_stops_cleanly(running):
    process, port, lines = running
    assert f"http://localhost:{port}/" in lines[-1] and healthy(port)
    mine = children(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0 and "Stopped." in process.stdout.read()
    assert is_free(port)
    assert mine and not [pid for pid in mine.values() if is_alive(pid)]


def test_links_of_the_demo_lead_to_the_port_on_which_it_answers(monkeypatch, settings, tmp_path):
    """A calendar's entry and a message would otherwise lead to port 8000, whatever was asked for."""
    settings.VAR, settings.IS_DEMO = tmp_path, True
    monkeypatch.setattr(os, "environ", {"ALONGSIDE_MODE": "demo"})
    monkeypatch.setattr(run.readiness, "why_not_start", lambda host, port: [])
    monkeypatch.setattr(run.readiness, "gather_static", lambda: None)
    monkeypatch.setattr(run.connections, "close_all", lambda: None)
    monkeypatch.setattr(run.Supervisor, "run", lambda self, **more: True)
    call_command("run", port=8123)
    assert environment.read(os.environ).public_url == "http://localhost:8123"
    os.environ["ALONGSIDE_PUBLIC_URL"] = "https://demo.example.org"
    call_command("run", port=8123)
    assert os.environ["ALONGSIDE_PUBLIC_URL"] == "https://demo.example.org"


def test_the_work_behind_the_pages_sends_held_concerns_and_publishes_seals(copied, port):
    published = (copied.folder / "seals.jsonl").read_text().count("\n")
    with sqlite3.connect(copied.database) as connection:
        connection.execute(
            "UPDATE partners_agreementparty SET signed_by = 'Head teacher', signed_on = '2026-01-01' WHERE agency_id = "
            "(SELECT id FROM partners_agency WHERE name = 'Larkmere Grange')"
        )
    process = copied.start("run", "--port", str(port), "--workers", "1")
    try:
        wait_for(lambda: held(copied) == 1)
        wait_for(lambda: (copied.folder / "seals.jsonl").read_text().count("\n") > published)
    finally:
        process.terminate()
        process.wait()


def held(program):
    with sqlite3.connect(program.database, timeout=20) as connection:
        return connection.execute("SELECT COUNT(*) FROM support_concern WHERE status = 'held'").fetchone()[0]


def test_a_part_that_dies_is_started_again(running):
    process, port, _ = running
    for word in ("granian", "program work"):
        first = wait_for(lambda word=word: one_of(process.pid, word))
        below = children(first).values()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda word=word, first=first: (one_of(process.pid, word) or first) != first)
        assert not [pid for pid in below if is_alive(pid)]
    wait_for(lambda: healthy(port))
    assert process.poll() is None


def test_killed_itself_it_leaves_no_port_taken(running):
    process, port, _ = running
    server = one_of(process.pid, "granian")
    all_of_it = [*children(process.pid).values(), *children(server).values()]
    process.kill()
    process.wait()
    wait_for(lambda: is_free(port) and not [pid for pid in all_of_it if is_alive(pid)])


def test_a_port_that_is_taken_is_named_with_what_to_do(running, copied):
    _, port, _ = running
    second = copied.run("run", "--port", str(port))
    assert second.returncode != 0
    assert f"Port {port} is taken" in second.stdout and f"PORT={port + 1}" in second.stdout


def test_the_demo_is_not_reset_under_it(running, copied):
    refused = copied.run("demo", "--reset")
    assert refused.returncode != 0 and "Stop it first" in refused.stdout
    assert copied.database.exists()


def test_a_database_that_is_not_up_to_date_is_named_with_what_to_do(tmp_path, port):
    refused = Program(tmp_path).run("run", "--port", str(port))
    assert refused.returncode != 0 and "make demo" in refused.stdout


def test_production_without_what_it_needs_does_not_start(tmp_path, port):
    program = Program(tmp_path, ALONGSIDE_MODE="production")
    assert "ALONGSIDE_SECRET_KEY" in program.run("run", "--port", str(port)).stdout
    earnest = {"ALONGSIDE_SECRET_KEY": "k3y-" * 20, "ALONGSIDE_ALLOWED_HOSTS": "front.example"}
    refused = program.run("run", "--port", str(port), **earnest)
    assert refused.returncode != 0 and "alongside migrate" in refused.stdout


def test_numbers_that_make_no_sense_are_refused(tmp_path):
    for words in (["--port", "0"], ["--port", "70000"], ["--workers", "0"]):
        assert "65535" in Program(tmp_path).run("run", *words).stdout
