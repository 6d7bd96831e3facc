"""Run by an environment with `pseudopeople`: writes its sample census and wage forms, noise and truth included."""

import sys
from pathlib import Path

import pseudopeople

folder, seed = Path(sys.argv[1]), int(sys.argv[2])
pseudopeople.generate_decennial_census(seed=seed).to_csv(folder / "census.csv", index=False)
pseudopeople.generate_taxes_w2_and_1099(seed=seed).to_csv(folder / "wages.csv", index=False)
