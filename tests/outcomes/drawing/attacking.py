"""An attacker who has every release, knows the rules and that a correction only adds (or only takes out), and solves."""

from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array

MOST = 1_000.0


def learnt(dimensions, releases, *, grew=True):
    """What can be narrowed too far: (what, low, high). `releases`: the cells shown of the first count, and perhaps of
    the corrected one. Counts and changes are asked for in every cell and total."""
    atoms = list(product(*([(name, label) for label in labels] for name, labels in dimensions.items())))
    size, twice = len(atoms), len(releases) == 2
    sign = 1.0 if grew else -1.0
    rows, known, asked = [], [], []
    for number, cells in enumerate(releases):
        for cell, count in cells.items():
            within = np.array([float(cell <= set(atom)) for atom in atoms])
            row = np.concatenate([within, sign * within * number]) if twice else within
            if count is None:
                asked.append(("count", cell, row))
            else:
                rows.append(row)
                known.append(float(count))
            if number == 1:
                asked.append(("change", cell, np.concatenate([0.0 * within, within])))
    if not asked:
        return []
    width = size * (2 if twice else 1)
    low, high = _ends([row for *_, row in asked], rows, known, width, removed=size if twice and not grew else 0)
    return [
        (what, cell, least, most)
        for (what, cell, _), least, most in zip(asked, low, high, strict=True)
        if most > 1e-6 and least < 5 - 1e-6 and most - least < 5 - 1e-6
    ]


def _ends(goals, rows, known, width, *, removed):
    """The least and the most of each goal: all of them in one programme, block by block."""
    times = 2 * len(goals)
    signed = np.concatenate([part for goal in goals for part in (goal, -goal)])
    equal = csr_array(np.array(rows)) if rows else None
    fewer = None
    if removed:  # nobody is taken out who was not counted
        fewer = csr_array(np.hstack([-np.eye(removed), np.eye(removed)]))
    found = linprog(
        signed,
        A_eq=block_diag([equal] * times) if rows else None, b_eq=np.tile(known, times) if rows else None,
        A_ub=block_diag([fewer] * times) if removed else None, b_ub=np.zeros(removed * times) if removed else None,
        bounds=(0, MOST),
    )  # fmt: skip
    assert found.status == 0, found.message
    values = (found.x.reshape(times, width) * np.repeat(np.array(goals), 2, axis=0)).sum(axis=1)
    return values[::2], values[1::2]
