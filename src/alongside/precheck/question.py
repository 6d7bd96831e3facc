"""The encoded question as a file: who asks in the open, everything else sealed. The hub can read no more than this."""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from typing import Literal

from alongside.precheck.errors import QuestionError

FORMAT = "alongside encoded question 1"
MOST_BYTES = 8_192
# The matcher names a place. The fewer there are, the less can be learnt by whoever makes up a register (decision 10).
MOST_PLACES = 200
AGENCY_CODE = r"[-a-zA-Z0-9_]{1,40}"
Part = Literal["encoder", "matcher", "register"]
_SHAPES = {
    "id": r"[0-9a-f]{32}", "agency": AGENCY_CODE, "day": r"\d{4}-\d\d-\d\d", "standard": r"[-.\w]{1,20}", "scheme": r"[-.\w]{1,40}",
    "for_encoder": r"[A-Za-z0-9+/]+={0,2}", "for_matcher": r"[A-Za-z0-9+/]+={0,2}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """`for_encoder` holds the key of this question, `for_matcher` the child's code: nobody opens both."""

    id: str
    agency: str
    day: date
    standard: str
    scheme: str
    for_encoder: bytes = b""
    for_matcher: bytes = b""

    def bound_to(self, part: Part) -> bytes:
        """What a sealed part is tied to, so that it opens neither in another question nor under another name."""
        return "|".join((FORMAT, part, self.id, self.agency, str(self.day), self.standard, self.scheme)).encode()

    @property
    def head(self) -> dict[str, str]:
        return {
            "format": FORMAT, "id": self.id, "agency": self.agency, "day": str(self.day), "standard": self.standard,
            "scheme": self.scheme,
        }  # fmt: skip

    def line(self) -> str:
        sealed = {
            "for_encoder": b64encode(self.for_encoder).decode(),
            "for_matcher": b64encode(self.for_matcher).decode(),
        }
        return json.dumps(self.head | sealed) + "\n"

    @classmethod
    def read(cls, raw: bytes) -> "Question":
        if len(raw) > MOST_BYTES:
            raise QuestionError("This is no encoded question: it is too large. Send the file that the program wrote.")
        try:
            given = json.loads(raw)
        except ValueError as error:
            raise QuestionError(_NO_QUESTION) from error
        if not isinstance(given, dict) or given.get("format") != FORMAT:
            raise QuestionError(_NO_QUESTION)
        wrong = [name for name, shape in _SHAPES.items() if not re.fullmatch(shape, str(given.get(name, "")))]
        if wrong:
            raise QuestionError(f"The encoded question is damaged ({', '.join(wrong)}). Encode it again.")
        try:
            sealed = {name: b64decode(str(given[name]), validate=True) for name in ("for_encoder", "for_matcher")}
            day = date.fromisoformat(given["day"])
        except ValueError as error:
            raise QuestionError("The encoded question is damaged. Encode it again.") from error
        return cls(given["id"], given["agency"], day, given["standard"], given["scheme"], **sealed)


_NO_QUESTION = "This is no encoded question. Send the file that `alongside precheck encode` wrote, unchanged."
