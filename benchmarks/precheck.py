"""How well an encoded question finds a child whom another agency knows, beside the same question in clear text.

    make bench BENCH=precheck                 (RECORDS=32000 SEED=2026 QUESTIONS=1000)

Invented young people in five agencies (`alongside.demo.young_people`). Records of one agency ask, those of the other four
are the register. Recall: of the children whom the register holds, those of whom a record is alike. Precision: of the pairs
that are alike, those of one child. Taken out: how many questions are answered with a wrong child when the right one's
records are taken from the register first; a twin is counted apart. Clear text is the shipped linkage model, with the name
and birth date that the code has, and with everything that a record holds (0.1: to be reviewed, 0.9: joined).

The encoding library is in an environment of its own, where `precheck_codes.py` is run.
"""

import json
import os
import random
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alongside.analysis.linkage import Outcome, Standard, default_model, score_pair, standardise_record
from alongside.precheck.coding import ALIKE, Encodable
from benchmarks.harness import report

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv-precheck/bin/python"
RECORDS, SEED, QUESTIONS = (
    int(os.environ.get(name, default))
    for name, default in (("RECORDS", "32000"), ("SEED", "2026"), ("QUESTIONS", "1000"))
)
ASKING = ("charity", "police", "council", "school")
PROGRAM = [str(PYTHON), "-m", "alongside.cli.program", "precheck"]


@dataclass(frozen=True)
class Held:
    """A record with the truth about it."""

    agency: str
    child: int
    group: str
    is_twin: bool
    standard: Standard
    row: dict[str, object]

    @property
    def encodable(self) -> Encodable | None:
        return Encodable.of(self.standard)


# A question and a record that are alike: how much (codes: similarity; clear text: probability).
Alike = tuple[Held, float]


def made() -> list[Held]:
    from alongside.demo.young_people import make_young_people

    people = make_young_people(RECORDS, seed=SEED)
    rows = people.records.merge(people.truth, on="record_id").to_dict("records")
    return [Held(r["agency"], r["child"], r["name_group"], r["twin"], standardise_record(r), r) for r in rows]


def by_codes(questions: Sequence[Held], register: Sequence[Held]) -> list[list[Alike]]:
    def rows(held: Iterable[Held]) -> list[list[str]]:
        return [[one.year, one.names, one.birth_day] for one in (each.encodable for each in held) if one]

    told = subprocess.run(
        [PYTHON, ROOT / "benchmarks/precheck_codes.py"], capture_output=True, text=True, check=True,
        input=json.dumps({"register": rows(register), "questions": rows(questions)}),
        env={"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    found: list[list[Alike]] = [[] for _ in questions]
    for line in told.stdout.splitlines():
        number, place, alike = json.loads(line)
        found[number].append((register[place], alike))
    return found


def by_model(
    questions: Sequence[Held], register: Sequence[Held], seen: Callable[[Standard], Standard]
) -> list[list[Alike]]:
    """The shipped model on what `seen` leaves of each record; a pair that a rule refuses counts as one for people."""
    model = default_model()
    held = [(one, seen(one.standard)) for one in register]
    index: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for place, (_, standard) in enumerate(held):
        for rule, key in model.keys(standard):
            index[rule.name, key].append(place)
    found = []
    for one in questions:
        asked = seen(one.standard)
        near = {place for rule, key in model.keys(asked) for place in index[rule.name, key]}
        scores = ((held[place][0], score_pair(asked, held[place][1], model)) for place in sorted(near))
        found.append([(other, score.probability) for other, score in scores if score.outcome is not Outcome.APART])
    return found


def names_and_birth(one: Standard) -> Standard:
    return replace(
        one, nhs="", upn="", urn="", sex="", house="", street="", postcode="", sector="", address="", phone=""
    )


def figures(questions: Sequence[Held], known: set[int], alike: list[list[Alike]], bar: float) -> str:
    count, right, pairs, twins, others = 0, 0, 0, 0, 0
    in_all = sum(one.child in known for one in questions)
    for asked, matches in zip(questions, alike, strict=True):
        over = [other for other, how in matches if how >= bar]
        wrong = [other for other in over if other.child != asked.child]
        count, pairs, right = count + (len(wrong) < len(over)), pairs + len(over), right + len(over) - len(wrong)
        strange = any(not (o.is_twin and asked.is_twin and o.standard.birth == asked.standard.birth) for o in wrong)
        twins, others = twins + bool(wrong and not strange), others + strange
    return (
        f"recall {count / in_all:.3f} ({count:,} of {in_all:,}), precision {right / pairs:.4f} ({right:,} of {pairs:,} "
        f"pairs); taken out: twin {twins}, other child {others} of {len(questions):,}"
    )


def by_group(
    questions: Sequence[Held], known: set[int], alike: list[list[Alike]], bar: float
) -> Iterator[tuple[float, str]]:
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for asked, matches in zip(questions, alike, strict=True):
        if asked.child in known:
            tally[asked.group][0] += any(other.child == asked.child and how >= bar for other, how in matches)
            tally[asked.group][1] += 1
    for group, (count, of) in tally.items():
        yield count / of, f"{count / of:.3f} {group} ({of})"


def whole_question(register: Sequence[Held]) -> dict[str, str]:
    """One question through both real processes, against the whole register."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "child.csv").write_text("first_name,surname,dob\nAmina,Okafor,2012-05-14\n")

        def run(*words: str, given: bytes = b"") -> tuple[bytes, float]:
            start = time.perf_counter()
            done = subprocess.run(
                [*PROGRAM, *words], cwd=folder, input=given, capture_output=True, check=True,
                env={"PYTHONPATH": str(ROOT / "src")},
            )  # fmt: skip
            return done.stdout, time.perf_counter() - start

        for kind, file in (("secret", "secret"), ("key", "encoder"), ("key", "matcher")):
            run(kind, "--out", file)
        keys = ("--encoder", "encoder.pub", "--matcher", "matcher.pub")
        encode = run("encode", "child.csv", "--agency", "a", "--secret-file", "secret", *keys, "--out", "question")[1]
        question = (folder / "question").read_bytes()
        rows = [[1, one.year, one.names, one.birth_day] for one in (each.encodable for each in register) if one]
        lines = question + b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        sealed, encoder = run("register", "--key", "encoder", "--matcher", "matcher.pub", given=lines)
        _, matcher = run("match", "--key", "matcher", "--answered", "answered", given=question + sealed)
    return {
        "encode on the agency's machine": f"{encode:.2f} s, a file of {len(question)} bytes",
        f"encoder, {len(rows):,} records": f"{encoder:.2f} s, {len(sealed) / 1e6:.1f} MB sealed",
        "matcher": f"{matcher:.2f} s",
    }


def main() -> None:
    everybody = made()
    for agency in ASKING:
        own = [one for one in everybody if one.agency == agency]
        able = [one for one in own if one.encodable and one.encodable.birth_day]
        questions = random.Random(SEED).sample(able, min(QUESTIONS, len(able)))
        register = [one for one in everybody if one.agency != agency and one.encodable]
        known = {one.child for one in everybody if one.agency != agency}
        ways = {
            "codes": (by_codes(questions, register), (0.6, ALIKE, 0.7)),
            "clear text, name and birth date only": (by_model(questions, register, names_and_birth), (0.1, 0.9)),
            "clear text, whole record": (by_model(questions, register, lambda one: one), (0.1, 0.9)),
        }
        lines: dict[str, object] = {"records with whole name and full birth date": f"{len(able):,} of {len(own):,}"}
        for name, (alike, bars) in ways.items():
            for bar in bars:
                chosen = " (the product's)" if bar == ALIKE else ""
                lines[f"{name} ≥ {bar}{chosen}"] = figures(questions, known, alike, bar)
        for name, bar in (("codes", ALIKE), ("clear text, whole record", 0.1)):
            groups = sorted(by_group(questions, known, ways[name][0], bar))
            lines[f"{name}: found, worst and best name group"] = f"{groups[0][1]}, {groups[-1][1]}"
        report(f"A {agency} asks the other four agencies, {len(register):,} records", lines)
    report("One question, both processes", whole_question(everybody))


if __name__ == "__main__":
    main()
