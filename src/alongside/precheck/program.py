"""`alongside precheck …`: what an agency runs on its own machine, and the two processes that the hub starts.

Needs neither Django nor a database, so that it can be installed where there is no hub; and what is heavy is imported
by the command that needs it, so that whoever lacks it is told.
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from alongside.precheck.errors import (
    AnsweredBefore,
    KeyFileError,
    LibraryMissing,
    OtherVersion,
    QuestionError,
    Unopened,
)

FAULT, OTHER_VERSION, UNOPENED, ANSWERED_BEFORE = 1, 3, 4, 5
Command = Callable[[argparse.Namespace], str]


def main(words: Sequence[str]) -> int:
    options = _parser().parse_args(words)
    _dump_no_memory()
    try:
        said = options.run(options)
    except OtherVersion:
        return OTHER_VERSION
    except Unopened:
        return UNOPENED
    except AnsweredBefore:
        return ANSWERED_BEFORE
    except (KeyFileError, LibraryMissing, QuestionError) as error:
        return _fault(str(error))
    except ImportError as error:
        return _fault(f"{error}. Install it into an environment of its own: pip install alongside[precheck]")
    except Exception as error:  # a traceback would show what was read
        return _fault(f"It failed: {type(error).__name__}.")
    sys.stdout.write(f"{said}\n")
    return 0


def _fault(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return FAULT


def _dump_no_memory() -> None:
    os.umask(0o077)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="alongside precheck", description="Ask in code whether a child is known.")
    kinds = parser.add_subparsers(required=True, metavar="secret|key|encode|register|match")

    def command(name: str, run: Command, help: str) -> argparse.ArgumentParser:
        made = kinds.add_parser(name, help=help)
        made.set_defaults(run=run)
        return made

    def file(made: argparse.ArgumentParser, name: str, shape: str, help: str = "") -> None:
        made.add_argument(name, type=Path, required=True, metavar=shape, help=help or None)

    file(command("secret", _secret, "make the agency's secret, which stays with the agency"), "--out", "FILE")
    file(command("key", _key, "make the key pair of one of the hub's two processes"), "--out", "FILE")
    made = command("encode", _encode, "encode one child's row, on the agency's own machine")
    made.add_argument("file", type=Path, metavar="FILE.csv")
    made.add_argument("--agency", required=True, metavar="CODE", help="the agency's code at the hub")
    file(made, "--secret-file", "FILE", "what `alongside precheck secret` made")
    file(made, "--encoder", "FILE.pub", "the public key of the hub's encoder")
    file(made, "--matcher", "FILE.pub", "the public key of the hub's matcher")
    file(made, "--out", "FILE")
    made = command("register", _register, "the hub's encoder; the hub starts it for each question")
    file(made, "--key", "FILE")
    file(made, "--matcher", "FILE.pub")
    made = command("match", _match, "the hub's matcher; the hub starts it for each question")
    file(made, "--key", "FILE")
    file(made, "--answered", "FOLDER", "where it notes the numbers of questions, to answer each once")
    return parser


def _secret(options: argparse.Namespace) -> str:
    from alongside.precheck import encode

    encode.make_secret(options.out)
    return f"The agency's secret is in {options.out}. Keep it here; give it to nobody, the hub included."


def _key(options: argparse.Namespace) -> str:
    from alongside.precheck import sealing

    public = sealing.make_key(options.out)
    return (
        f"Private key: {options.out} (for its process alone). Public key: {sealing.public_path(options.out)}\n"
        f"Fingerprint, to be read out by telephone: {sealing.fingerprint(public)}"
    )


def _encode(options: argparse.Namespace) -> str:
    from alongside.precheck import encode, sealing

    encoder, matcher = sealing.read_public(options.encoder), sealing.read_public(options.matcher)
    question = encode.encode(
        encode.read_child(options.file), agency=options.agency, secret=encode.read_secret(options.secret_file),
        encoder=encoder, matcher=matcher, day=datetime.now(UTC).date(),
    )  # fmt: skip
    sealing.write_private(options.out, question.line().encode())
    return (
        f"The encoded question is in {options.out}. Send it on the hub's page, then delete it.\n"
        f"Sealed to the encoder {sealing.fingerprint(encoder)}\n"
        f"and to the matcher     {sealing.fingerprint(matcher)}"
    )


def _register(options: argparse.Namespace) -> str:
    from alongside.precheck import matching, sealing

    key, matcher = sealing.read_key(options.key), sealing.read_public(options.matcher)
    return matching.encode_register(sys.stdin.buffer, key, matcher)


def _match(options: argparse.Namespace) -> str:
    from alongside.precheck import matching, sealing

    key, today = sealing.read_key(options.key), datetime.now(UTC).date()
    return f"{matching.match(sys.stdin.buffer, key, options.answered, today):04}"
