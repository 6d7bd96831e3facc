"""Batch over many records, each size in a process of its own: wall, processor, highest memory.

One size alone, with its figures as JSON: `python -m benchmarks.identity.scale 100000`, on Spark with `--spark`.
"""

import json
import os
import resource
import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from benchmarks.identity.printing import note

SEED = 20261122
# Beside the one that links; the machine that was asked for has two cores.
PROCESSES = 2
LIMITS = {1_000_000: "under 40 s, 2.5 GB", 5_000_000: "under 150 s, 8 GB"}


def run(sizes: list[int]) -> None:
    note("")
    note(
        "Batch on this machine, trained on the records, cannot-link included (anchor, Splink: 26 s 2.4 GB; 106 s 7.2 GB)"
    )
    note(f"{'records':>10} {'wall s':>8} {'cpu s':>8} {'GB':>6} {'P':>7} {'R':>7}  by step, and what is asked for")
    for size in sizes:
        with TemporaryDirectory() as folder:
            _made(size, folder)
            _print(size, folder, "--splink")
            _print(size, folder)


def _print(size: int, folder: str, *how: str) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "benchmarks.identity.scale", "measure", folder, *how], capture_output=True, text=True
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


def _made(size: int, folder: str) -> None:
    """Make the records in another process, so that its memory is not counted."""
    subprocess.run([sys.executable, "-m", "benchmarks.identity.scale", "make", str(size), folder], check=True)


def _one(folder: str, *, on_spark: bool = False, by_splink: bool = False) -> dict[str, object]:
    """Link the records in a folder, once in the life of this process.

    On Spark memory and processor are those of this process: the Java process beside it has its own. `by_splink`: the
    peer as it is, its own cleaning included.
    """
    import pandas as pd

    from alongside.analysis.linkage import link
    from benchmarks.identity import splink_documented
    from benchmarks.identity.evaluate import accuracy

    path = Path(folder)
    spark = _session() if on_spark else None
    records = spark.read.parquet(str(path / "records.parquet")) if spark else pd.read_parquet(path / "records.parquet")
    steps: dict[str, float] = {}
    wall, cpu = time.perf_counter(), _cpu()
    with _Memory() as memory:
        if by_splink:
            person = splink_documented.clusters(splink_documented.prepared(records))
        else:
            linkage = link(records, processes=PROCESSES, spark=spark)
            steps = linkage.figures["seconds"]
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    if not by_splink:
        found = linkage.clusters.to_frame().set_index("record_id")["person_id"]
        order = pd.read_parquet(path / "records.parquet", columns=["record_id"])["record_id"]
        person = found[order].to_numpy()
    right = accuracy(person, pd.read_parquet(path / "truth.parquet")["child"])
    return {
        "wall": wall, "cpu": cpu, "gigabytes": memory.highest, "precision": right.precision, "recall": right.recall,
        "steps": steps,
    }  # fmt: skip


def _cpu() -> float:
    """Of this process, and of those beside it that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


class _Memory(Thread):
    """The most that this process and those that it started held together, looked at ten times a second, in gigabytes.

    What the system itself keeps of processes that have ended counts in what their parent held as they began.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.highest, self._over = 0.0, Event()

    def run(self) -> None:
        while not self._over.wait(0.1):
            every = [os.getpid(), *(one.pid for one in active_children() if one.pid)]
            self.highest = max(self.highest, sum(map(_resident, every)) / 1_048_576)

    def __enter__(self) -> "_Memory":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self.join()


def _resident(process: int) -> int:
    """Kilobytes."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:  # it has ended meanwhile
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def _session() -> Any:
    from alongside.analysis.spark import local_session

    return local_session(2, "4g")


def _make(size: int, folder: str) -> None:
    from alongside.demo.young_people import make_young_people

    made = make_young_people(size, seed=SEED)
    made.records.to_parquet(Path(folder) / "records.parquet", index=False)
    made.truth[["child"]].to_parquet(Path(folder) / "truth.parquet", index=False)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        _make(int(sys.argv[2]), sys.argv[3])
    elif sys.argv[1] == "measure":
        print(json.dumps(_one(sys.argv[2], on_spark="--spark" in sys.argv, by_splink="--splink" in sys.argv)))
    else:
        with TemporaryDirectory() as made:
            _made(int(sys.argv[1]), made)
            how = [one for one in ("--spark", "--splink") if one in sys.argv]
            subprocess.run([sys.executable, "-m", "benchmarks.identity.scale", "measure", made, *how], check=True)
