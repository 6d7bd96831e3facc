"""Programs that die are started again, later and later; locks go with their process."""

import os
import subprocess
import sys

import pytest

from alongside.cli.locks import InUse, building, running
from alongside.cli.supervising import LIVED, LONGEST_WAIT, Program, Supervisor
from tests.cli.conftest import is_alive, wait_for


def quiet(words):
    pass


def dies(program, now):
    """Let it start and wait until it has died, without clearing it away."""
    program.look(now, quiet)
    os.waitid(os.P_PID, program.process.pid, os.WEXITED | os.WNOWAIT)


@pytest.fixture
def program():
    return Program("The test", ["true"])


def test_each_failure_waits_twice_as_long_up_to_a_limit(program):
    now, waits = 0.0, []
    for _ in range(9):
        dies(program, now)
        program.look(now, quiet)
        waits.append(program.start_again - now)
        now = program.start_again
    assert waits[:4] == [0.5, 1.0, 2.0, 4.0] and waits[-1] == LONGEST_WAIT


def test_one_that_lived_a_while_begins_to_count_anew(program):
    program.failures = 6
    dies(program, 0.0)
    program.look(LIVED + 1, quiet)
    assert program.failures == 1


def test_what_it_started_dies_with_it(tmp_path):
    written = tmp_path / "pid"
    shell = Program("The test", ["bash", "-c", f"sleep 60 & echo $! > {written}; kill -9 $$"])
    dies(shell, 0.0)
    below = int(written.read_text())
    assert is_alive(below)
    shell.look(1.0, quiet)
    wait_for(lambda: not is_alive(below))


def test_it_is_not_started_before_its_time(program):
    program.start_again = 5.0
    program.look(4.9, quiet)
    assert program.process is None
    dies(program, 5.0)
    assert program.process.wait() == 0


def test_one_that_never_stands_is_given_up_and_said_so():
    said = []
    falls = Program("The falling one", [sys.executable, "-c", "raise SystemExit(3)"])
    started = Supervisor([falls], said.append).run(lambda: False, lambda: None, ready_within=60)
    assert not started and "ended unexpectedly (exit code 3)" in said[0] and len(said) == 3


def test_many_may_run_but_none_while_one_builds(tmp_path):
    with running(tmp_path), running(tmp_path), pytest.raises(InUse, match="Stop it first"), building(tmp_path):
        pass
    with building(tmp_path), pytest.raises(InUse, match="being built"), running(tmp_path):
        pass
    with building(tmp_path):
        pass


def test_a_lock_goes_with_the_process_that_held_it(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from alongside.cli.locks import building\n"
        f"with building(Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(InUse), building(tmp_path):
        pass
    holder.kill()
    holder.wait()
    with building(tmp_path):
        pass
