"""The place library beside its peers: near repeats, hot spots, surfaces, forecasts.

    make bench BENCH=places_library

Needs the real place files at ALONGSIDE_DATA or ../shared/data. CPU seconds of one process with one thread each, and the
peak memory of that process with all its imports. Peers are fetched into a folder of the run's own; what cannot be had,
or takes more than a minute, is printed as stated, with the figure of the same call on the same points elsewhere.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
DATA = Path(os.environ.get("ALONGSIDE_DATA", SOURCE.parents[1] / "shared" / "data")) / "places"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
PEERS = ["esda", "libpysal", "pointpats", "scikit-learn", "pandas", "pyarrow", "shapely"]
SHARES = (0.01, 0.02, 0.05, 0.10)
# The best of six methods at each share, each chosen on 2018 itself.
BEST_OF_2018 = (0.0991, 0.1664, 0.3156, 0.4804)


def sample(n):
    import pandas as pd

    whole = pd.read_parquet(DATA / "chicago/aggravated_assault_2010_2018.parquet")
    rows = whole.sample(n=n, random_state=42).sort_values("datetime", kind="stable")
    days = ((rows.datetime - pd.Timestamp("2010-01-01")) / pd.Timedelta(days=1)).to_numpy()
    return rows.x_26916.to_numpy(), rows.y_26916.to_numpy(), days


def last(n):
    import pandas as pd

    whole = pd.read_parquet(DATA / "chicago/aggravated_assault_2010_2018.parquet").tail(n)
    return whole.x_26916.to_numpy(), whole.y_26916.to_numpy(), whole.datetime.to_numpy()


def timed(call):
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def box():
    from alongside.analysis.hotspots import Grid

    return Grid.rectangle(423_250, 4_610_250, 133, 169, 250, "EPSG:26916")


def city():
    import pandas as pd

    from alongside.analysis.hotspots import Grid

    cells = pd.read_csv(DATA / "chicago/grid_250m_cells.csv.gz")
    return Grid.of_cells(cells.row, cells.col, x0=422_000, y0=4_610_250, cell=250, crs="EPSG:26916")


def knox_ours(n, bands=1):
    import numpy as np

    from alongside.analysis.near_repeat import knox

    x, y, t = sample(n)
    space = [0, np.nextafter(400, 500)] if bands == 1 else [0, 1e-6, 100, 200, 300, 400]
    time_edges = [0, np.nextafter(14, 15)] if bands == 1 else [0, 1, 3, 7, 10, 14]
    seconds, table = timed(
        lambda: knox(x, y, t, space_edges=space, time_edges=time_edges, permutations=999, seed=12345)
    )
    return seconds, f"{int(table.observed.sum()):,} pairs"


def knox_pointpats(n):
    import geopandas as gpd  # noqa: F401 - part of what the peer needs, loaded before the clock starts
    import numpy as np
    from pointpats import Knox

    x, y, t = sample(n)
    np.random.seed(12345)
    seconds, test = timed(
        lambda: Knox(np.column_stack([x, y]), t[:, None], delta=400, tau=14, permutations=999, keep=True)
    )
    return seconds, f"{int(test.statistic_):,} pairs"


def gi_ours(permutations):
    from alongside.analysis.hotspots import counts, gi_star

    counted = counts(sample(100_000)[:2], box())
    seconds, result = timed(lambda: gi_star(counted, permutations=permutations, seed=42))
    return seconds, f"z to {result.z.max():.6f}"


def gi_esda(permutations):
    import numpy as np
    from esda import G_Local
    from libpysal.weights import lat2W

    x, y, _ = sample(100_000)
    cell = ((y - 4_610_250) // 250).astype(int) * 133 + ((x - 423_250) // 250).astype(int)
    counted = np.bincount(cell, minlength=133 * 169).astype(float)
    weights = lat2W(169, 133, rook=False)
    G_Local(
        counted[: 10 * 133], lat2W(10, 133, rook=False), transform="B", star=True, permutations=min(permutations, 9)
    )
    seconds, result = timed(
        lambda: G_Local(counted, weights, transform="B", star=True, permutations=permutations, seed=42)
    )
    return seconds, f"z to {result.Zs.max():.6f}"


def surface_ours(kernel):
    import numpy as np

    from alongside.analysis.hotspots import kernel_at, kernel_surface

    points, grid = sample(100_000)[:2], box()
    seconds, surface = timed(lambda: kernel_surface(points, grid, bandwidth=400, kernel=kernel))
    some = np.random.default_rng(0).integers(0, len(grid), 200)
    direct = kernel_at(points, *(middle[some] for middle in grid.centres()), bandwidth=400, kernel=kernel)
    off = np.abs(surface.density[some] - direct) / np.maximum(direct, 1e-12 * surface.density.max())
    return seconds, f"off by {off.max():.0e}"


def surface_sklearn(kernel):
    import numpy as np
    from sklearn.neighbors import KernelDensity

    x, y, _ = sample(100_000)
    cols, rows = np.meshgrid(423_250 + 250 * (np.arange(133) + 0.5), 4_610_250 + 250 * (np.arange(169) + 0.5))
    at, points = np.column_stack([cols.ravel(), rows.ravel()]), np.column_stack([x, y])
    density = KernelDensity(bandwidth=400, kernel=kernel, algorithm="ball_tree", rtol=1e-4)
    return timed(lambda: density.fit(points).score_samples(at))[0], ""


def etas_ours(kind, n):
    from alongside.analysis.events import Events
    from alongside.analysis.forecast import etas

    events, grid = Events.of(*last(n)), city()
    seconds, fitted = timed(lambda: etas(kind).fit(events, grid, "2019-01-01"))
    learned = fitted.expected(7).learned
    return seconds, f"theta {learned['theta']:.3f} (se {learned['theta standard error']:.4f})"


def weeks_from(name, first, weeks):
    """A learned model beside the plain counts and the count of three years, which was best at 1% in 2018."""
    from alongside.analysis.events import Events
    from alongside.analysis.forecast import History, baseline, blended, boosted, rolling, score

    models = [{"blended": blended, "boosted": boosted}[name](), baseline("count", window=1095)]
    history = History.of(Events.of(*last(133_308)), city())
    seconds, result = timed(
        lambda: score(models, history, history.grid, edges=rolling(first, 7, weeks), learn_every=52, seed=1)
    )
    rows = {each: [round(float(rate), 4) for rate in result.hit_rate[k]] for k, each in enumerate(result.models)}
    ahead = (result.hits[0] - result.hits[1])[:, 0]
    more, error = ahead.sum() / result.events.sum(), ahead.std() * len(ahead) ** 0.5 / result.events.sum()
    told = f"{result.models[0]} less the count of 1,095 days at 1%: {more:+.4f} (standard error {error:.4f})"
    return seconds, json.dumps({"rates": rows, "verdict": f"{result.verdicts[0]} {told}"})


def ward_months():
    import pandas as pd

    from alongside.analysis.forecast import score_wards, wards

    rows = pd.read_parquet(DATA / "london/mps/ward_monthly_2010-04_2024-02.parquet")
    wanted = rows.minor.isin(["HOMICIDE", "VIOLENCE WITH INJURY"]) | (rows.major == "ROBBERY")
    rows = rows[wanted & (rows.borough == "Waltham Forest")]
    table = rows.pivot_table(index="month", columns="ward_code_2022", values="count", aggfunc="sum", observed=True)
    months = pd.period_range("2018-01", "2019-12", freq="M").astype(str)
    seconds, result = timed(lambda: score_wards(wards(), table.fillna(0), months))
    return seconds, f"deviance {result.deviance[0]:.3f}, 90% interval holds {result.cover[0]:.1%}"


def child(name, *arguments):
    """Run one measurement in a process of its own and print it as JSON."""
    seconds, note = globals()[name](*(int(each) if each.isdigit() else each for each in arguments))
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, note]))


def measured(name, *arguments, python=sys.executable, limit=600):
    """CPU seconds, MB at the peak, and a note; None when the process fails or is not done in time."""
    command = [str(python), str(Path(__file__).resolve()), "child", name, *map(str, arguments)]
    environment = os.environ | ONE_THREAD | {"PYTHONPATH": str(SOURCE), "ALONGSIDE_DATA": str(DATA.parent)}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=limit, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"    {name}: {(getattr(error, 'stderr', '') or str(error)).strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


def fetched_peers(folder):
    """A Python with the peers, or None when they cannot be had."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS]
    return python if subprocess.run(command, capture_output=True, check=False).returncode == 0 else None


def line(what, bar, ours, peer, stated):
    seconds, megabytes, note = ours
    told = f"{peer[0]:.2f} s, {peer[1]:,.0f} MB (measured)" if peer else f"{stated:g} s (stated)"
    ratio = (peer[0] if peer else stated) / max(seconds, 1e-9)
    print(f"  {what:<46} {seconds:7.3f} s {megabytes:5,.0f} MB  bar {bar:<16} peer {told:<32} {ratio:7.1f} x   {note}")


def near_repeats(python):
    peer = measured("knox_pointpats", 1000, python=python) if python else None
    line("Knox 400 m, 14 d, 999; n = 1,000", "-", measured("knox_ours", 1000), peer, 0.5)
    line("Knox, n = 10,000", "0.5 s", measured("knox_ours", 10_000), None, 10.1)
    line("Knox, n = 100,000", "30 s, 600 MB", measured("knox_ours", 100_000), None, 990)
    line("Knox 5 x 5, n = 100,000", "60 s", measured("knox_ours", 100_000, 5), None, 990)


def hot_spots(python):
    for permutations, bar, stated in ((0, "0.02 s", 0.5), (999, "1 s, 300 MB", 2.1)):
        peer = measured("gi_esda", permutations, python=python) if python else None
        line(f"Gi*, 22,477 cells, {permutations} permutations", bar, measured("gi_ours", permutations), peer, stated)
    for kernel, stated in (("gaussian", 18.0), ("epanechnikov", 0.31), ("quartic", 0.31)):
        has_peer = python and kernel != "quartic"
        peer = measured("surface_sklearn", kernel, python=python) if has_peer else None
        line(f"surface, 100,000 points, {kernel}", "0.2 s", measured("surface_ours", kernel), peer, stated)


def chicago(python, first, weeks):
    for name, its_python in (("blended", sys.executable), ("boosted", python)):
        done = measured("weeks_from", name, first, weeks, python=its_python) if its_python else None
        if done is None:
            print(f"    {name}: not run (needs scikit-learn)")
            continue
        told = json.loads(done[2])
        for model, rates in told["rates"].items():
            print(f"    {model:<44} {tuple(rates)}")
        print(f"    {done[0]:.1f} s, {done[1]:,.0f} MB. {told['verdict']}")


def forecasts(python):
    line("ETAS by cell, 100,000", "3 s", measured("etas_ours", "cells", 100_000), None, 22.4)
    line("ETAS in continuous space, 10,000", "15 s, 500 MB", measured("etas_ours", "continuous", 10_000), None, 150)
    print("  Chicago, 52 weeks of 2018, 9,691 cells: hit rate at 1, 2, 5 and 10% of cells")
    print(f"    {'bar: best of six, each chosen on 2018':<44} {BEST_OF_2018}")
    chicago(python, "2018-01-01", 52)
    print("  The same, 208 weeks from 2014 on: does the count of three years hold its lead at 1%?")
    chicago(python, "2014-01-01", 208)
    seconds, _, note = measured("ward_months")
    print(f"  Waltham Forest wards, 24 months: {note} (bar 1.439; 88 to 92%; stated best 1.439, 87%); {seconds:.1f} s")


def main():
    if not DATA.exists():
        raise SystemExit(f"No real place data at {DATA} (set ALONGSIDE_DATA).")
    folder = Path(tempfile.mkdtemp(prefix="alongside-peers-"))
    try:
        python = fetched_peers(folder)
        print(
            f"the place library beside its peers  [load {os.getloadavg()[0]:.1f}; peers {'fetched' if python else 'stated'}]"
        )
        near_repeats(python)
        hot_spots(python)
        forecasts(python)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(*sys.argv[2:])
    else:
        main()
