"""The asking agency's side, on its own machine: a child's row becomes an encoded question. Nothing here reaches a hub."""

import csv
import hmac
import io
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.analysis.linkage import STANDARD_VERSION, standardise_record
from alongside.precheck.coding import Coder, Encodable, scheme
from alongside.precheck.errors import KeyFileError, QuestionError
from alongside.precheck.question import AGENCY_CODE, Question
from alongside.precheck.sealing import read_private, seal, write_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

SECRET_BYTES = 32
NEEDED = ("first_name", "surname", "dob")
READ = (*NEEDED, "middle_name")


def make_secret(path: Path) -> None:
    """The agency's secret: made here, kept here, given to nobody."""
    write_private(path, f"{secrets.token_hex(SECRET_BYTES)}\n".encode())


def read_secret(path: Path) -> bytes:
    text = read_private(path).decode(errors="replace").strip()
    if not re.fullmatch(rf"[0-9a-f]{{{SECRET_BYTES * 2},}}", text):
        raise KeyFileError(f"{path} holds no secret. Make one with `alongside precheck secret`.")
    return bytes.fromhex(text[: len(text) // 2 * 2])


def read_child(path: Path) -> dict[str, str]:
    """The one row of a CSV file. One question is one child."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise QuestionError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not in UTF-8. Save it as “CSV UTF-8”.") from error
    table = csv.DictReader(io.StringIO(text, newline=""))
    named = {re.sub(r"\W+", "_", name.strip().lower()): name for name in table.fieldnames or () if name}
    missing = [name for name in NEEDED if name not in named]
    if missing:
        raise QuestionError(f"The file lacks the column {missing[0]}. It needs {', '.join(NEEDED)}.")
    rows = [row for row in table if any(str(cell or "").strip() for cell in row.values())]
    if len(rows) != 1:
        raise QuestionError(f"One question is one child: the file must hold one row, and it holds {len(rows)}.")
    return {name: str(rows[0].get(named[name]) or "") for name in READ if name in named}


def encode(
    child: Mapping[str, str],
    *,
    agency: str,
    secret: bytes,
    encoder: "X25519PublicKey",
    matcher: "X25519PublicKey",
    day: date,
) -> Question:
    """The encoded question. Its key is used once: made of the agency's secret and of fresh random bytes, so that
    neither a secret that is stolen later nor a poor source of random numbers gives it away."""
    record = standardise_record(child)
    encodable = Encodable.of(record)
    if encodable is None or not encodable.birth_day or not record.given:
        raise QuestionError("Give a first name, a surname and a full date of birth: less finds the wrong child.")
    if not re.fullmatch(AGENCY_CODE, agency):
        raise QuestionError("Give the agency's code as the hub knows it.")
    key = hmac.digest(secret, secrets.token_bytes(SECRET_BYTES), "sha256").hex()
    asked = Question(secrets.token_hex(16), agency, day, STANDARD_VERSION, scheme())
    return replace(
        asked,
        for_encoder=seal(key.encode(), encoder, asked.bound_to("encoder")),
        for_matcher=seal(Coder(key).code(encodable), matcher, asked.bound_to("matcher")),
    )
