"""An attacker who knows nothing of how the library protects: every cell of the table, every total, linear programming."""

from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array


def narrowest(shown):
    """The narrowest that any held count of one or two dimensions can be bounded, and where; None where none is held."""
    names = shown.dimensions
    atoms = list(product(*(shown.categories[name] for name in names)))
    known, hidden = [], []
    for cell, value in shown.cells.items():
        row = [float(cell <= set(zip(names, atom, strict=True))) for atom in atoms]
        (hidden if cell in shown.held else known).append((row, value))
    if not hidden:
        return None
    most = 1_000.0
    goals = [sign * np.array(row) for row, _ in hidden for sign in (1.0, -1.0)]
    times = len(goals)
    equal = csr_array(np.array([row for row, _ in known])) if known else None
    found = linprog(
        np.concatenate(goals),
        A_eq=block_diag([equal] * times) if known else None,
        b_eq=np.tile([float(value) for _, value in known], times) if known else None,
        bounds=(0, most),
    )
    assert found.status == 0, found.message
    values = found.x.reshape(times, len(atoms))
    ends = [float(np.dot(row, values[place // 2 * 2 + place % 2])) for place, (row, _) in enumerate(_twice(hidden))]
    # That nobody is there may be learned: zeros are shown.
    widths = [high - low for low, high in zip(ends[::2], ends[1::2], strict=True) if high > 1e-6]
    return min(widths, default=None)


def _twice(hidden):
    return [one for one in hidden for _ in range(2)]
