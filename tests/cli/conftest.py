"""The `alongside` program as a person runs it: a process of its own, on a folder of its own."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"


class Program:
    """`alongside` on one folder. Only SQLite: what these tests are about are files, processes and ports."""

    def __init__(self, folder, **more):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.folder = folder
        self.environment = {
            **kept, "PYTHONPATH": str(SRC), "PYTHONUNBUFFERED": "1", "ALONGSIDE_VAR": str(folder),
            "ALONGSIDE_MODE": "demo", **more,
        }  # fmt: skip

    @property
    def database(self):
        return self.folder / "alongside.sqlite3"

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, "-m", "alongside.cli.program", *words], env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, *words, **more):
        return subprocess.run(
            [sys.executable, "-m", "alongside.cli.program", *words], env={**self.environment, **more}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300, check=False,
        )  # fmt: skip


def wait_for(condition, seconds=60.0):
    """What the condition gives once it is true; fails loudly if it never is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{condition} did not come true within {seconds} s")


def read_until(process, words):
    """The lines that a program wrote until one with these words came."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"“{words}” never came: {lines}")


def healthy(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def is_alive(pid):
    """Running: one that has ended and was not cleared away does not count."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip()) and not listed.stdout.startswith("Z")


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id):
    """A whole demo, built once by a process that was killed in the middle of it and by one that was not; whichever
    worker of the run comes first builds it for all."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "demo-of-all"
    shared.mkdir(exist_ok=True)
    program, said = Program(shared / "var"), shared / "said.json"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            again = killed_and_run_again(program)
            said.write_text(json.dumps([again.returncode, again.stdout]))
    program.code, program.said = json.loads(said.read_text())
    return program


def killed_and_run_again(program):
    first = program.start("demo")
    read_until(first, "Letting three months pass")
    time.sleep(1.5)
    first.kill()
    first.wait()
    return program.run("demo")


@pytest.fixture
def copied(built, tmp_path):
    """A copy of the whole demo, to be spoilt."""
    shutil.copytree(built.folder, tmp_path / "var")
    return Program(tmp_path / "var")
