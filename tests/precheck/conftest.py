"""For encoded questions: the environment in which they are encoded, keys made by the program, agencies that agree."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from alongside.analysis.linkage import STANDARD_VERSION
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.actions import add_record
from alongside.precheck.asking import Pace, ask
from alongside.precheck.question import Question
from tests.cast import NOW, child

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-precheck/bin/python"
AT_ONCE = Pace(sleep=lambda seconds: None)


@dataclass(frozen=True)
class Desk:
    """A folder in which somebody uses `alongside precheck`."""

    folder: Path

    def program(self, *words, stdin=b""):
        return subprocess.run(
            [PYTHON, "-m", "alongside.cli.program", "precheck", *map(str, words)], cwd=self.folder, input=stdin,
            capture_output=True, check=False, env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
        )  # fmt: skip

    def python(self, code):
        """What this code, run where the encoding library is, prints as JSON."""
        done = subprocess.run(
            [PYTHON, "-c", code], capture_output=True, check=False, env={"PYTHONPATH": str(ROOT / "src")}
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    def encode(self, row, agency="school", out="question"):
        table = self.folder / "child.csv"
        table.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
        (self.folder / out).unlink(missing_ok=True)
        done = self.program(
            "encode", table, "--agency", agency, "--secret-file", "secret", "--encoder", "encoder.pub",
            "--matcher", "matcher.pub", "--out", out,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return (self.folder / out).read_bytes()


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    if not PYTHON.exists():
        pytest.skip("the environment of encoded questions is not installed: make precheck")
    made = Desk(tmp_path_factory.mktemp("precheck"))
    for kind, name in (("secret", "secret"), ("key", "encoder"), ("key", "matcher")):
        assert made.program(kind, "--out", name).returncode == 0
    return made


AMINA = {"first_name": "Amina", "surname": "Okafor-Lindqvist", "dob": "14/05/2012"}
ELSIE = {"first_name": "Elsie", "surname": "Thornbury", "dob": "02/02/2011"}


@pytest.fixture
def agreed(cast, settings):
    """The school, the front door and the police have an agreement that names asking in code, and it is switched on."""
    settings.PRECHECK, settings.PRECHECK_DPIA, settings.PRECHECK_DAILY = True, "DPIA-7", 3
    cast.agreement(
        "PC-1", ["school", "council", "police"], purposes=frozenset({Purpose.PRECHECK}),
        field_groups=frozenset({FieldGroup.KNOWN_TO}), title="Asking in code",
    )  # fmt: skip
    return cast


@pytest.fixture
def hub(agreed, settings, desk):
    """The hub with its two processes, as an administrator sets them up."""
    start = [str(PYTHON), "-m", "alongside.cli.program", "precheck"]
    keys = {name: str(desk.folder / name) for name in ("encoder", "matcher", "matcher.pub")}
    settings.PRECHECK_ENCODER = [*start, "register", "--key", keys["encoder"], "--matcher", keys["matcher.pub"]]
    settings.PRECHECK_MATCHER = [*start, "match", "--answered", str(desk.folder / "answered"), "--key", keys["matcher"]]
    return agreed


@pytest.fixture
def asks(hub, desk):
    """The answer's sentence to this row, asked by a member."""

    def put(row, member="dsl", agency="school"):
        return ask(raw=desk.encode(row, agency), by=hub.viewer(member), at=NOW, pace=AT_ONCE).sentence

    return put


@pytest.fixture
def known(cast):
    """A record of an agency, of Amina unless told otherwise."""

    def add(agency, draft=None):
        return add_record(
            draft=draft or child(), holder=cast.agencies[agency], source="test", by=cast.viewer("triage").actor,
            at=NOW, today=NOW.date(),
        )  # fmt: skip

    return add


@pytest.fixture
def unopened():
    """A question whose sealed parts nobody can open: enough for everything that is decided before they are."""

    def make(**changes):
        fields = {"id": "0" * 32, "agency": "school", "day": NOW.date(), "standard": STANDARD_VERSION, "scheme": "1-x"}
        return Question(**fields | changes, for_encoder=b"sealed", for_matcher=b"sealed").line().encode()

    return make
