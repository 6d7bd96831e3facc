"""An evaluation as files: everything as JSON, its counts as CSV, and the few lines of Python that repeat it."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from alongside.places.queries import RunDetail

Told = Mapping[str, Any]
# Of records that were never made anonymous no month is given out, so that nothing can be repeated from a file.
WITHHELD = (
    "The counts by month are not given out: these records were never made anonymous, and a month can hold fewer than "
    "five. Everything that the page shows is here."
)


def evaluation_json(run: RunDetail, evaluation_id: int) -> str:
    """Question, settings, inputs, calls, results, and what is needed to find the same data again."""
    result = run.result or {}
    told = {
        "evaluation": evaluation_id, "title": run.summary.title, "settings": dict(run.settings),
        "library_version": run.library_version, "data_sha256": run.data_hash, "licences": list(run.licences),
        "withheld": "" if result.get("inputs") else WITHHELD,
        **{key: value for key, value in result.items() if key != "shapes"},
    }  # fmt: skip
    return json.dumps(told, indent=1, ensure_ascii=False)


def evaluation_csv(run: RunDetail) -> Iterator[str]:
    """A line for each area, outcome and month; above it where the counts come from."""
    result = run.result or {}
    for name, value in _about(run):
        yield _line([f"# {name}", value])
    if not result.get("inputs"):
        yield _line([f"# {WITHHELD}"])
        yield _line(["outcome", "before", "after"])
        yield from (_line([one["name"], one["before"], one["after"]]) for one in result["outcomes"])
        return
    yield _line(["outcome", "role", "code", "area", "month", "is_after", "count"])
    for number, outcome in enumerate(result["outcomes"], start=1):
        suffix = "" if number == 1 else f"_{number}"
        for role, code, area, counts in _series(result, suffix):
            for place, (month, count) in enumerate(zip(result["months"], counts, strict=True)):
                yield _line([outcome["name"], role, code, area, month, int(place >= result["start"]), count])


def evaluation_code(run: RunDetail, evaluation_id: int) -> str:
    """Python for a notebook or a terminal: reads the JSON beside it and asks the library the same again."""
    result = run.result or {}
    if not result.get("inputs"):
        return f"# {WITHHELD}\n"
    name = f"evaluation-{evaluation_id}.json"
    lines = [
        f"# {run.summary.title}".replace("\n", " "),
        f"# Alongside {run.library_version}; SHA-256 of the counts: {run.data_hash}",
        f"# Put {name} into the same folder. Needs Python with NumPy, SciPy and alongside: pip install alongside",
        "import json",
        "from pathlib import Path",
        "",
        "from alongside.analysis import evaluation",
        "",
        f'told = json.loads(Path("{name}").read_text(encoding="utf-8"))',
        'counts = told["inputs"]',
        "found = {}",
        *(_call(call) for call in result["calls"]),
        "",
        "for name, one in found.items():",
        "    print(f\"{name}: {getattr(one, 'sentence', one)}\")",
    ]
    return "\n".join(lines) + "\n"


def _call(call: Told) -> str:
    arguments = ", ".join(f"{name}={_argument(value)}" for name, value in call["arguments"].items())
    return f"found[{call['name']!r}] = evaluation.{call['function']}({arguments})"


def _argument(value: Any) -> str:
    return f"counts[{value[1:]!r}]" if isinstance(value, str) and value.startswith("@") else repr(value)


def _series(result: Told, suffix: str) -> Iterator[tuple[str, str, str, list[int]]]:
    inputs = result["inputs"]
    yield "place", "", result["name"], inputs[f"target{suffix}"]
    if not suffix:
        for name, counts in zip(result["beside"], inputs.get("beside", ()), strict=True):
            yield "beside", "", name, counts
    for area, counts in zip(result["areas"], inputs[f"elsewhere{suffix}"], strict=True):
        yield "comparison", area["code"], area["name"], counts


def _about(run: RunDetail) -> Iterator[tuple[str, str]]:
    result = run.result or {}
    yield "Question", run.summary.title
    yield "Counted", f"{result['outcome']}: {result['noun']}, {result['source']}"
    yield "Months", f"{result['months'][0]} to {result['months'][-1]}, {result['start']} of them before"
    yield "Answer", result["verdict"].get("sentence") or f"Not answerable, because {result['verdict']['because']}"
    for words in result["limits"]:
        yield "Mind", words
    yield "Sources", "; ".join(result["sources"])
    yield "Licence", "; ".join(run.licences)
    yield "Version", f"Alongside {run.library_version}, SHA-256 of the counts {run.data_hash}"


def _line(cells: list[Any]) -> str:
    text = io.StringIO()
    # A name that begins like a formula is told as a name.
    csv.writer(text).writerow([f"'{one}" if isinstance(one, str) and one[:1] in "=+-@" else one for one in cells])
    return text.getvalue()
