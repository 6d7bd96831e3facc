"""Counts by area and month as a publisher or a hospital gives them, kept by the action that keeps real ones."""

import hashlib

from alongside.audit.entries import Actor
from alongside.common.periods import add_months, parse_month
from alongside.places.actions import load_counts
from alongside.places.count_drafts import CountBatch, CountRow, CountSourceDraft
from alongside.places.incident_states import Audience, Measured
from tests.cast import NOW


def keep_counts(key, publisher, counts, *, first, hospital=False, kinds=("Violence against the person",), **more):
    """`counts`: by area (or area and kind), one number for each month from `first` on."""
    draft = CountSourceDraft(
        key, f"Counts, {publisher}", publisher, "Open Government Licence v3.0", "borough", "offences",
        measured=Measured.HOSPITAL if hospital else Measured.POLICE, holds_back_small=hospital,
        audience=Audience.PLACES, **more,
    )  # fmt: skip
    begin = parse_month(first)
    rows = [
        CountRow(number, code_of(name), name, "", kind, "", "Offences", add_months(begin, number), total)
        for name, months in counts.items()
        for kind in kinds
        for number, total in enumerate(months[kind] if isinstance(months, dict) else months)
    ]
    mark = hashlib.sha256(repr((key, rows)).encode()).hexdigest()
    batch = CountBatch(draft, f"{key}.csv", mark, 1, "test", iter(rows))
    batch.months = {row.month for row in rows}
    return load_counts(batch=batch, by=Actor.system("test"), at=NOW)


def code_of(name):
    return f"B{hashlib.sha256(name.encode()).hexdigest()[:8]}"
