"""How the numbers are set out: each line ours or a peer's, on the same data, in the same run."""

import os
import platform

from benchmarks.identity.evaluate import Accuracy


def machine() -> None:
    print(
        f"Identity across agencies  [Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}]"
    )


def title(words: str) -> None:
    print(
        f"\n{words}\n  {'':<58} {'P':>7} {'R':>7} {'F1':>7} {'exact':>6} {'false':>7} {'twins':>6} {'s':>7}", flush=True
    )


def row(name: str, found: Accuracy, seconds: float, *, twins: int | None = None) -> None:
    exact = "-" if found.exact_cluster_f1 != found.exact_cluster_f1 else f"{found.exact_cluster_f1:.3f}"
    print(
        f"  {name:<58} {found.precision:7.4f} {found.recall:7.4f} {found.f1:7.4f} {exact:>6} {found.false_pairs:7,} "
        f"{'-' if twins is None else twins:>6} {seconds:7.1f}",
        flush=True,
    )


def skipped(reason: str) -> None:
    print(f"  SKIPPED: {reason}", flush=True)


def note(words: str) -> None:
    print(f"  {words}", flush=True)
