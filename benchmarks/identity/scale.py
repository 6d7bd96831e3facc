"""Batch over many records, each size in a process of its own: wall, processor, highest memory.

One size alone, with its figures as JSON: `python -m benchmarks.identity.scale 100000`, on Spark with `--spark`.
"""

import json
import resource
import subprocess
import sys
import time
from typing import Any

from benchmarks.identity.printing import note

SEED = 20261122
LIMITS = {1_000_000: "under 40 s, 2.5 GB", 5_000_000: "under 150 s, 8 GB"}


def run(sizes: list[int]) -> None:
    note("")
    note(
        "Batch on this machine, trained on the records, cannot-link included (anchor, Splink: 26 s 2.4 GB; 106 s 7.2 GB)"
    )
    note(f"{'records':>10} {'wall s':>8} {'cpu s':>8} {'GB':>6} {'P':>7} {'R':>7}  by step, and what is asked for")
    for size in sizes:
        _print(size, "--splink")
        _print(size)


def _print(size: int, *how: str) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "benchmarks.identity.scale", str(size), *how], capture_output=True, text=True
    )
    if found.returncode:
        note(f"{size:>10,} FAILED: {found.stderr.strip().splitlines()[-1] if found.stderr.strip() else 'killed'}")
        return
    line = json.loads(found.stdout.strip().splitlines()[-1])
    told = "Splink's documentation model, no rules" if how else f"{line['steps']} {LIMITS.get(size, '')}"
    note(
        f"{size:>10,} {line['wall']:8.1f} {line['cpu']:8.1f} {line['gigabytes']:6.2f} {line['precision']:7.4f} "
        f"{line['recall']:7.4f}  {told}"
    )


def _one(size: int, *, on_spark: bool = False, by_splink: bool = False) -> dict[str, object]:
    """Make the records in another process first, so that its memory is not counted here.

    On Spark memory and processor are those of this process: the Java process beside it has its own. `by_splink`: the
    peer as it is, its own cleaning included.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    import pandas as pd

    from alongside.analysis.linkage import link
    from benchmarks.identity import splink_documented
    from benchmarks.identity.evaluate import accuracy

    with TemporaryDirectory() as folder:
        path = Path(folder)
        subprocess.run([sys.executable, "-m", "benchmarks.identity.scale", "make", str(size), folder], check=True)
        spark = _session() if on_spark else None
        records = (
            spark.read.parquet(str(path / "records.parquet")) if spark else pd.read_parquet(path / "records.parquet")
        )
        steps: dict[str, float] = {}
        wall, cpu = time.perf_counter(), time.process_time()
        if by_splink:
            person = splink_documented.clusters(splink_documented.prepared(records))
        else:
            linkage = link(records, spark=spark)
            steps = linkage.figures["seconds"]
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_048_576
        if not by_splink:
            found = linkage.clusters.to_frame().set_index("record_id")["person_id"]
            order = pd.read_parquet(path / "records.parquet", columns=["record_id"])["record_id"]
            person = found[order].to_numpy()
        right = accuracy(person, pd.read_parquet(path / "truth.parquet")["child"])
    return {
        "wall": wall, "cpu": cpu, "gigabytes": highest, "precision": right.precision, "recall": right.recall,
        "steps": steps,
    }  # fmt: skip


def _session() -> Any:
    from alongside.analysis.spark import local_session

    return local_session(2, "4g")


def _make(size: int, folder: str) -> None:
    from pathlib import Path

    from alongside.demo.young_people import make_young_people

    made = make_young_people(size, seed=SEED)
    made.records.to_parquet(Path(folder) / "records.parquet", index=False)
    made.truth[["child"]].to_parquet(Path(folder) / "truth.parquet", index=False)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        _make(int(sys.argv[2]), sys.argv[3])
    else:
        print(json.dumps(_one(int(sys.argv[1]), on_spark="--spark" in sys.argv, by_splink="--splink" in sys.argv)))
