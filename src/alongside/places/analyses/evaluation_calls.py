"""What the library is asked for one evaluation, as data: stored with the answer, so that anybody can ask it again.

A call is a function of `alongside.analysis.evaluation` with its arguments as plain JSON; an argument written “@target”
is the table of that name among the inputs.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np

from alongside.analysis import evaluation
from alongside.analysis.evaluation import Interval, NotAnswerable, Verdict

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    function: str
    arguments: Mapping[str, Any]

    def plain(self) -> Plain:
        return {"name": self.name, "function": self.function, "arguments": dict(self.arguments)}


def ask(call: Call, inputs: Mapping[str, Any]) -> Any:
    """The library's own answer."""
    arguments = {name: _resolved(value, inputs) for name, value in call.arguments.items()}
    return getattr(evaluation, call.function)(**arguments)


def plain(value: Any) -> Any:
    """A result of the library as JSON: a refusal says that it is one, what nothing bounds is null."""
    if isinstance(value, NotAnswerable):
        return {"refused": True, "because": value.because, "what_would_help": value.what_would_help}
    if isinstance(value, Verdict):
        return {"letter": value.letter, "sentence": value.sentence}
    if isinstance(value, Interval):
        return [plain(value.low), plain(value.high)]
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value


def is_refused(told: Any) -> bool:
    return isinstance(told, Mapping) and bool(told.get("refused"))


def _resolved(value: Any, inputs: Mapping[str, Any]) -> Any:
    return inputs[value[1:]] if isinstance(value, str) and value.startswith("@") else value
