"""The same records one at a time in random order, against all at once: the clusters must be the same."""

import time

import numpy as np
import pandas as pd

from alongside.analysis.linkage import Base, Model, default_model, link, train
from alongside.demo.young_people import make_young_people
from benchmarks.identity.printing import note

SEED = 20261122


def run(records: int, orders: int) -> None:
    made = make_young_people(records, seed=SEED)
    note("")
    note(f"Incremental against batch, {records:,} records (the same clusters are asked for)")
    for name, model in (("shipped", default_model()), ("trained here", train(made.records, seed=1))):
        _compare(name, model, made.records, orders)


def _compare(name: str, model: Model, records: pd.DataFrame, orders: int) -> None:
    frame = link(records, model=model).clusters.to_frame()
    batch = {frozenset(group) for group in frame.groupby("person_id")["record_id"].apply(list)}
    rows = records.astype(object).where(records.notna(), None).to_dict("records")
    for order in range(orders):
        base = Base(model)
        started = time.perf_counter()
        for at in np.random.default_rng(order).permutation(len(rows)).tolist():
            base.add(rows[at])
        taken = time.perf_counter() - started
        grown = {frozenset(cluster) for cluster in base.clusters}
        found = "the same clusters" if grown == batch else "DIFFERENT"
        note(
            f"  {name}, order {order}: {found}: {len(batch):,} in batch, {len(grown):,} "
            f"one at a time, {len(grown ^ batch):,} in one only; {1000 * taken / len(rows):.2f} ms a record in memory"
        )
