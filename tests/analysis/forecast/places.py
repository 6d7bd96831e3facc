"""An invented place with a gradient of risk, for tests that need some history."""

import numpy as np

from alongside.analysis.events import Events
from alongside.analysis.hotspots import Grid

GRID = Grid.rectangle(0, 0, 12, 10, 250)
DAYS = 800


def history(seed=0, a_day=6.0):
    """Events over 800 days; each cell's risk is its own and stays."""
    rng = np.random.default_rng(seed)
    risk = rng.gamma(0.7, 1.0, len(GRID))
    many = rng.poisson(a_day * DAYS)
    cell = rng.choice(len(GRID), size=many, p=risk / risk.sum())
    x, y = (middle[cell] + rng.uniform(-120, 120, many) for middle in GRID.centres())
    return Events.of(x, y, rng.uniform(0, DAYS, many))


def cascade(seed=0, background=1.5, theta=0.35, omega=0.125, sigma=60.0, days=600):
    """Events of which some set off others near and soon after."""
    rng = np.random.default_rng(seed)
    first = rng.poisson(background * days)
    rows = list(
        zip(rng.normal(5000, 1200, first), rng.normal(5000, 1200, first), rng.uniform(0, days, first), strict=True)
    )
    done = 0
    while done < len(rows):
        x, y, t = rows[done]
        for _ in range(rng.poisson(theta)):
            after = t + rng.exponential(1 / omega)
            if after < days:
                rows.append((x + rng.normal(0, sigma), y + rng.normal(0, sigma), after))
        done += 1
    return Events.of(*np.array(rows).T)
