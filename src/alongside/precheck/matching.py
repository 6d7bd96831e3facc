"""The two processes on the hub's side, each started for one question and gone after it.

The *encoder* gets the register's names and the question's key, and never the question. The *matcher* gets the codes of
both, and never the key. Run by one person on one machine they part accidents and break-ins, not that person; the
threat model is in docs/adr/0010. What they write to the web process is a sealed register, and one number.
"""

import json
import secrets
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.precheck.coding import Coder, Comparer, Encodable, scheme
from alongside.precheck.errors import AnsweredBefore, OtherVersion
from alongside.precheck.question import MOST_PLACES, Question
from alongside.precheck.sealing import seal, unseal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

NOBODY = 0
A_DAY = timedelta(days=1)
_PLACE = struct.Struct(">H")


def encode_register(lines: Iterable[bytes], key: "X25519PrivateKey", matcher: "X25519PublicKey") -> str:
    """First line: the question. Every other: [place, year, names, day of birth] of one record. Gives the sealed codes,
    shuffled, so that a code's position says nothing of its record."""
    rows = iter(lines)
    question = Question.read(next(rows))
    if question.scheme != scheme():
        raise OtherVersion
    coder = Coder(unseal(question.for_encoder, key, question.bound_to("encoder")).decode())
    codes = [_PLACE.pack(place) + coder.code(record) for place, record in _records(rows)]
    secrets.SystemRandom().shuffle(codes)
    return b64encode(seal(b"".join(codes), matcher, question.bound_to("register"))).decode()


def _records(rows: Iterable[bytes]) -> Iterator[tuple[int, Encodable]]:
    for row in rows:
        place, year, names, birth_day = json.loads(row)
        yield int(place), Encodable(year, names, birth_day)


def match(lines: Iterable[bytes], key: "X25519PrivateKey", answered: Path, today: date) -> int:
    """First line: the question. Second: the sealed register. Gives the lowest place with a code that is alike, or
    `NOBODY`. Every code is compared, whatever was found before: the time says nothing."""
    question_line, register = list(lines)[:2]
    question = Question.read(question_line)
    code = unseal(question.for_matcher, key, question.bound_to("matcher"))
    sealed = unseal(b64decode(register), key, question.bound_to("register"))
    answer_once(question, answered, today)
    comparer, width = Comparer(code), _PLACE.size + len(code)
    lowest = MOST_PLACES + 1
    for start in range(0, len(sealed), width):
        part = sealed[start : start + width]
        like = comparer.is_like(part[_PLACE.size :])
        lowest = min(lowest, _PLACE.unpack(part[: _PLACE.size])[0] if like else lowest)
    return NOBODY if lowest > MOST_PLACES else lowest


def answer_once(question: Question, answered: Path, today: date) -> None:
    """Whoever rules the web process could otherwise put one list of names after another beside the same question, and
    narrow down the child by the answers. Kept are numbers that mean nothing, for as long as they could come again."""
    if abs(today - question.day) > A_DAY:
        raise AnsweredBefore
    answered.mkdir(parents=True, exist_ok=True)
    for old in answered.iterdir():
        if old.name < str(today - 2 * A_DAY):
            old.unlink(missing_ok=True)
    try:
        (answered / f"{question.day} {question.id}").touch(exist_ok=False)
    except FileExistsError as error:
        raise AnsweredBefore from error
