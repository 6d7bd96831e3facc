"""Speed of an evaluation: a whole page's computation, Proposition 99, and the same questions asked of other packages.

make bench BENCH=evaluation_speed            with other packages, in a virtual environment that is thrown away
make bench BENCH=evaluation_speed PEERS=no   without

Other packages are installed by the ordinary client; one that cannot be had is named and left out. Real panels are read
from ALONGSIDE_DATA or ../shared/data, otherwise an invented panel of the same size stands in.
"""

import csv
import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alongside.analysis import evaluation
from benchmarks.harness import report

DATA = Path(os.environ.get("ALONGSIDE_DATA", Path(__file__).parents[2] / "shared" / "data")) / "evaluation"
PEERS = ("statsmodels", "diff-diff", "pysyncon")
PAGE_LIMIT, PLACEBO_LIMIT, IMPORT_LIMIT = 2.0, 1.0, 0.3
PATIENCE = 240
Table = NDArray[np.float64]

# Runs in the other environment: reads the panels, times one question each, prints seconds and answers.
ASK = """
import json, sys, time
import numpy as np
given = json.load(open(sys.argv[1]))
found = {}

def timed(name, call):
    try:
        call()
        begun = time.perf_counter(); answer = call()
        found[name] = [time.perf_counter() - begun, answer]
    except Exception as error:
        found[name] = [None, f"{type(error).__name__}: {error}"[:120]]

outcomes, states, years = np.array(given["outcomes"]), given["states"], given["years"]
treated, start = given["treated"], given["start"]
which = sys.argv[2]
if which == "statsmodels":
    from statsmodels.stats.rates import etest_poisson_2indep
    from statsmodels.tsa.statespace.structural import UnobservedComponents
    timed("E-test, 87 v 54", lambda: float(etest_poisson_2indep(87, 1, 54, 1, method="score")[1]))
    timed("E-test, 2000 v 1950", lambda: float(etest_poisson_2indep(2000, 1, 1950, 1, method="score")[1]))
    series = np.array(given["series"]); step = (np.arange(len(series)) >= given["step"]).astype(float)
    seasons = (np.arange(len(series))[:, None] % 12 == np.arange(11)).astype(float)
    columns = np.column_stack([step, seasons])
    def structural():
        fit = UnobservedComponents(np.log(series + 0.5), "llevel", exog=columns).fit(disp=False)
        return float(100 * np.expm1(fit.params[2]))
    timed("structural series, step", structural)
if which == "diff-diff":
    import pandas as pd
    from diff_diff import SyntheticDiD
    rows = [(state, year, outcomes[i, j], int(i == treated), int(j >= start))
            for i, state in enumerate(states) for j, year in enumerate(years)]
    frame = pd.DataFrame(rows, columns=["unit", "time", "y", "treat", "post"])
    def sdid():
        result = SyntheticDiD(variance_method="placebo", seed=1).fit(
            frame, outcome="y", treatment="treat", unit="unit", time="time", post_periods=list(years[start:]))
        return float(result.att)
    timed("synthetic difference in differences", sdid)
if which == "pysyncon":
    import pandas as pd
    from pysyncon import Synth
    frame = pd.DataFrame(outcomes.T, index=years, columns=states)
    control = frame.drop(columns=states[treated])
    before = years[:start]
    def fit_one(name):
        others = frame.drop(columns=[name, states[treated]], errors="ignore")
        synth = Synth()
        synth.fit(X0=others.loc[before], X1=frame.loc[before, name], Z0=others.loc[before], Z1=frame.loc[before, name],
                  custom_V=np.ones(len(before)))
        gaps = frame[name] - others @ synth.W
        return float(gaps.loc[years[start:]].mean())
    def all_placebos():
        answer = fit_one(states[treated])
        for name in control.columns:
            fit_one(name)
        return answer
    timed("synthetic control with all placebos", all_placebos)
print(json.dumps(found))
"""


def best(call: Callable[[], object], *, times: int = 5) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def cigarettes() -> tuple[Table, list[str], list[int], int, int, bool]:
    """States × years, names, years, the treated row, the first year after, and whether the panel is real."""
    path = DATA / "prop99.csv"
    if not path.exists():
        rng = np.random.default_rng(1)
        table = 120 + np.cumsum(rng.normal(-1, 3, (39, 31)), axis=1)
        # A panel that can be answered: the treated row is a mixture of others, and falls.
        table[2] = table[3:8].mean(axis=0) - 19.5 * (np.arange(31) >= 19)
        return table, [f"State {i}" for i in range(39)], list(range(1970, 2001)), 2, 19, False
    with path.open() as lines:
        cells = {(row["state"], int(row["year"])): float(row["cigsale"]) for row in csv.DictReader(lines)}
    states, years = sorted({state for state, _ in cells}), sorted({year for _, year in cells})
    table = np.array([[cells[state, year] for year in years] for state in states])
    return table, states, years, states.index("California"), years.index(1989), True


def whole_page(seed: int = 3) -> None:
    """Everything that the page of one operation shows, with 600 comparison areas and ten years of months."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.gamma(9.0, 1.0, (602, 1)) * np.ones(120))
    target, buffer, others = counts[0], counts[1], counts[2:]
    comparison = evaluation.compare(target, others, start=108, buffer=buffer)
    before, after = int(target[96:108].sum()), int(target[108:].sum())
    evaluation.two_counts(before, after)
    evaluation.power(before, fall=20, months=12, baseline_months=108, control=600)
    evaluation.series(target, start=108, comparison=others.sum(axis=0))
    evaluation.xmr(target)
    evaluation.c_chart(target)
    evaluation.funnel(others[:, 108:].sum(axis=1), np.full(600, others[:, 108:].sum() / 600))
    evaluation.wdd(treated=(before, after), control=(others[:, 96:108].sum(), others[:, 108:].sum()), scale=True)
    evaluation.false_discovery([getattr(comparison, "p_value", 1.0), 0.2, 0.04], primary=0)
    evaluation.worst_area(before, areas=601)


def cold(code: str) -> float:
    """Wall seconds of a fresh interpreter that runs the code, less that of one that runs nothing."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}

    def run(text: str) -> float:
        return best(lambda: subprocess.run([sys.executable, "-c", text], check=True, env=environment), times=7)

    return run(code) - run("pass")


def ask_peers(given: dict[str, object]) -> dict[str, tuple[float | None, object]]:
    """Seconds and answers of other packages in an environment that is thrown away; None for what cannot be had."""
    found: dict[str, tuple[float | None, object]] = {}
    with tempfile.TemporaryDirectory(prefix="alongside-peers-") as folder:
        python, panels = Path(folder, "venv", "bin", "python"), Path(folder, "panels.json")
        panels.write_text(json.dumps(given))
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True, timeout=PATIENCE)
        for peer in PEERS:
            try:
                subprocess.run([str(python), "-m", "pip", "-q", "install", peer],
                               check=True, capture_output=True, timeout=PATIENCE)  # fmt: skip
                told = subprocess.run([str(python), "-c", ASK, str(panels), peer],
                                      check=True, capture_output=True, text=True, timeout=PATIENCE)  # fmt: skip
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
                found[peer] = (None, f"left out: {type(error).__name__}")
                continue
            answers = json.loads(told.stdout.splitlines()[-1])
            found |= {name: (seconds, answer) for name, (seconds, answer) in answers.items()}
    return found


def main() -> None:
    table, states, years, treated, start, real = cigarettes()
    rng = np.random.default_rng(5)
    counted = rng.poisson(40 * np.exp(np.cumsum(rng.normal(0, 0.03, 120)) - 0.3 * (np.arange(120) >= 96)))
    ours: dict[str, tuple[Callable[[], object], Callable[[object], object]]] = {
        "E-test, 87 v 54": (lambda: evaluation.count_test(87, 1, 54, 1), lambda p: p),
        "E-test, 2000 v 1950": (lambda: evaluation.count_test(2000, 1, 1950, 1), lambda p: p),
        "structural series, step": (lambda: evaluation.series(counted, start=96), lambda r: r.change),
        "synthetic difference in differences": (
            lambda: evaluation.synthetic_did(table, treated, start),
            lambda r: r.effect,
        ),
        "synthetic control with all placebos": (
            lambda: evaluation.synthetic_control(table, treated, start),
            lambda r: r.effect,
        ),
    }
    whole_page()
    page, imported = best(whole_page, times=3), cold("import alongside.analysis.evaluation")
    needs = "import numpy as np\nfrom alongside.analysis import evaluation\n"
    first = cold(f"{needs}{inspect.getsource(whole_page)}whole_page()")
    everything = cold("from alongside.analysis.evaluation import *")
    rows: dict[str, object] = {
        "whole page, 600 areas × 120 months": f"{page:.3f} s (limit {PAGE_LIMIT})",
        "import alongside.analysis.evaluation": f"{imported:.3f} s (limit {IMPORT_LIMIT})",
        "import of every name in it, NumPy included": f"{everything:.3f} s",
        "the first page of a process, SciPy loaded on the way": f"{first:.2f} s (limit {PAGE_LIMIT})",
    }
    timings, answers = {}, {}
    for name, (call, answer) in ours.items():
        answers[name] = answer(call())
        timings[name] = best(call)
    placebos = timings["synthetic control with all placebos"]
    effect = float(answers["synthetic control with all placebos"])
    panel = "Proposition 99" if real else "an invented panel of the size of Proposition 99"
    rows[f"{panel}: 39 areas in turn"] = f"{placebos:.4f} s (limit {PLACEBO_LIMIT}), mean effect {effect:.2f}"
    report("evaluation", rows)
    if os.environ.get("PEERS") != "no":
        given = {"outcomes": table.tolist(), "states": states, "years": years, "treated": treated, "start": start,
                 "series": counted.tolist(), "step": 96}  # fmt: skip
        compare_with(ask_peers(given), timings, answers)
    if page >= PAGE_LIMIT or placebos >= PLACEBO_LIMIT or (real and abs(effect + 19.5) > 0.2):
        sys.exit("slower than promised, or another answer than the published one")


def compare_with(
    peers: dict[str, tuple[float | None, object]], timings: dict[str, float], answers: dict[str, object]
) -> None:
    rows: dict[str, object] = {}
    for name, (seconds, answer) in peers.items():
        if seconds is None or name not in timings:
            rows[name] = answer
            continue
        mine = timings[name]
        rows[name] = (
            f"{mine * 1000:.2f} ms ({answers[name]:.4g}) beside {seconds * 1000:.1f} ms ({answer:.4g}): {seconds / mine:.0f} times"
        )
    report("the same questions asked of statsmodels, diff-diff and pysyncon", rows)


if __name__ == "__main__":
    main()
