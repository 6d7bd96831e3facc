"""Linking everything at once: to begin with, every week to hold it against what lives, and with a new model."""

from datetime import datetime, timedelta

from django.db.models import Max

from alongside.analysis.linkage.model import Model
from alongside.audit.actions import record, record_all
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.partners.access import writing
from alongside.people.identity.asking import ask_everywhere
from alongside.people.identity.bulk import Everything, beside_restricted, carry_out_all, keep_edges_of, link_all
from alongside.people.identity.changing import Cause
from alongside.people.identity.comparing import MOST_KEPT, differences
from alongside.people.identity.locks import one_at_a_time
from alongside.people.identity.pinned import Pinned, keep, pinned
from alongside.people.models import BatchRun, LinkDecision, LinkModel, SourceRecord
from alongside.people.states import BatchKind, LinkBasis

WEEK = timedelta(days=7)


def link_everything(*, by: Actor, at: datetime, unseen: bool = False) -> BatchRun:
    """Standardise what is not yet, weigh all pairs, and put every record to the person it belongs to.

    `unseen`: nobody has looked yet at the records that were never linked, as when a file was just loaded; their
    persons come and go without a trace. What people ruled holds, and restricted persons are joined by nobody.
    """
    with writing():
        one_at_a_time()
        return _link(BatchKind.LINK, pinned(at), by, at, unseen=unseen)


def adopt_model(*, text: str, by: Actor, at: datetime) -> BatchRun:
    """Take another model into use: all pairs are weighed anew. Pairs that the former one weighed stay in the table."""
    with writing():
        one_at_a_time()
        made = keep(Model.from_json(text), at)
        LinkModel.objects.filter(is_current=True).update(is_current=False)
        LinkModel.objects.filter(pk=made.pk).update(is_current=True, since=at)
        return _link(BatchKind.ADOPT, pinned(at), by, at, unseen=False)


def _link(kind: BatchKind, model: Pinned, by: Actor, at: datetime, *, unseen: bool) -> BatchRun:
    everything = link_all(model, keep=True)
    keep_edges_of(everything.linkage, model, at)
    entries: list[Entry] = []
    cause = Cause(LinkBasis.BATCH, LinkBasis.BATCH.label, by, at, model.pk, log=entries.append)
    changes = carry_out_all(everything, cause, unseen=unseen)
    record_all(entries)
    ask_everywhere(model.pk, at)
    run = _run(kind, everything, model, by, at)
    run.figures["changes"] = changes
    run.save()
    _log(run, by, at, f"linked {run.records} records: {run.persons} persons, {changes} changes")
    return run


def compare_with_batch(*, by: Actor, at: datetime) -> BatchRun:
    """Link everything beside what lives, and keep where the two differ. Changes nothing; a difference is an alarm.

    Nobody has to wait meanwhile: what changes while it runs is left out.
    """
    model, begun = pinned(at), _newest()
    everything = link_all(model, keep=False)
    apart = beside_restricted(everything.persons, model.pk, at)
    batch = [members for members in everything.clusters() if members.isdisjoint(apart)]
    live = {one: everything.persons[one] for members in batch for one in members}
    with writing():
        moved = _moved_since(begun)
        found = [
            one
            for one in differences(live, batch)
            if moved.isdisjoint(record for set_ in one["live"] for record in set_)
        ]
        run = _run(BatchKind.COMPARE, everything, model, by, at)
        run.differing, run.differences = len(found), found[:MOST_KEPT]
        run.figures["set_aside"] = len(apart)
        run.save()
        _log(run, by, at, f"compared {run.records} records with the batch: {run.differing} groups differ")
    return run


def compare_when_due(*, by: Actor, at: datetime) -> BatchRun | None:
    """Once a week, the first time a week after the first record; None when it is not due."""
    model = LinkModel.objects.filter(is_current=True).only("since").first()
    last = BatchRun.objects.filter(kind=BatchKind.COMPARE).values_list("at", flat=True).first()
    if model is None or at - max(model.since, last or model.since) < WEEK:
        return None
    return compare_with_batch(by=by, at=at)


def _newest() -> tuple[int, int]:
    """The newest record and the newest move, as the mark of a moment."""
    record = SourceRecord.objects.aggregate(last=Max("pk"))["last"] or 0
    return record, LinkDecision.objects.aggregate(last=Max("pk"))["last"] or 0


def _moved_since(mark: tuple[int, int]) -> set[int]:
    record, move = mark
    moved = LinkDecision.objects.filter(pk__gt=move).values_list("record_id", flat=True)
    return {*SourceRecord.objects.filter(pk__gt=record).values_list("pk", flat=True), *moved}


def _run(kind: BatchKind, everything: Everything, model: Pinned, by: Actor, at: datetime) -> BatchRun:
    figures = everything.linkage.figures
    return BatchRun(
        kind=kind, model_id=model.pk, by=by.name[:200], at=at, records=len(everything.persons),
        pairs=len(everything.linkage.edges), persons=int(figures.get("persons", 0)),
        figures={
            "candidates": figures.get("candidates"), "seconds": figures.get("seconds"),
            "outcomes": figures.get("outcomes"), "left_out": figures.get("crowded"),
        },
    )  # fmt: skip


def _log(run: BatchRun, by: Actor, at: datetime, reason: str) -> None:
    act = Act.VERIFY if run.kind == BatchKind.COMPARE else Act.LINK
    record(Entry(at=at, actor=by, act=act, subject_kind="identities", subject_id=str(run.pk), reason=reason))
