"""Starting the encoder and the matcher: for one question each, without the hub's environment, with a limit of time."""

import logging
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import alongside
from alongside.precheck.rules import OTHER_VERSION

logger = logging.getLogger(__name__)
MOST_SECONDS = 120
_UNOPENED = (
    "The question does not open here: it was sealed to other keys, or changed on its way. Compare the fingerprints that "
    "the program showed with those of the hub's governance officer, and encode it again."
)
_FAILED = "The check could not be made. Nothing was found out; phone instead, and tell the hub's administrator."
_ANSWERED_BEFORE = (
    "This question was answered before, or was not encoded today: each is answered once, on its day. Encode it again."
)
_WORDS = {3: OTHER_VERSION, 4: _UNOPENED, 5: _ANSWERED_BEFORE}


class Failed(Exception):
    """A process gave no answer."""

    def __init__(self, words: str = _FAILED) -> None:
        self.words = words
        super().__init__(words)


def run(command: Sequence[str], lines: Iterable[bytes]) -> bytes:
    """What the process writes, given these lines. Everything passes through memory and pipes: no file is written."""
    try:
        done = subprocess.run(  # noqa: S603 (the command is the administrator's, from the environment)
            command, input=b"".join(lines), capture_output=True, timeout=MOST_SECONDS, env=_environment(), check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired, IndexError) as error:
        logger.error("A process of encoded questions did not run: %s", type(error).__name__)
        raise Failed from error
    if done.returncode:
        logger.error("A process of encoded questions failed (%s): %s", done.returncode, done.stderr.decode()[:300])
        raise Failed(_WORDS.get(done.returncode, _FAILED))
    return done.stdout


def _environment() -> dict[str, str]:
    """Neither the hub's key nor its database: a process gets what it needs to start, and no more."""
    package = Path(alongside.__file__ or "").resolve().parent.parent
    return {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(package), "LANG": "C.UTF-8"}
