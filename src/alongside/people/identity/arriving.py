"""A record arrives: standardised, weighed against those like it, and put to the person it belongs to."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import BigIntegerField, CharField, QuerySet

from alongside.analysis.linkage.standard import Standard, standardise_record
from alongside.audit.entries import Actor, Log
from alongside.common.prepared import Prepared, Slot, insert
from alongside.common.text import fold_name
from alongside.people.drafts import RecordDraft
from alongside.people.identity.asking import ASKED, ask_about
from alongside.people.identity.attaching import plain_match
from alongside.people.identity.candidates import candidates
from alongside.people.identity.changing import Cause, attach_plainly, regroup
from alongside.people.identity.components import restricted_now
from alongside.people.identity.pinned import pinned
from alongside.people.identity.ruling import rule
from alongside.people.identity.standards import raw_of_draft, standard_row
from alongside.people.identity.weighing import keep_edges, weighed
from alongside.people.models import LinkEdge, Person, SourceRecord
from alongside.people.states import LinkBasis, PairOutcome

JOINS = PairOutcome.AUTOMATIC


def _same_number(shape: tuple[()]) -> "QuerySet[SourceRecord]":
    holder, made = Slot.of("holder", BigIntegerField(), int), Slot.of("made", BigIntegerField(), int)
    reference = Slot.of("reference", CharField(), str)
    return SourceRecord.objects.filter(holder_id=holder, agency_ref=reference).exclude(pk=made).order_by("-pk")[:1]


SAME_NUMBER = Prepared(_same_number)


def nobody_yet() -> UUID:
    """The person that a new record is if it finds no other. Her row is made only then."""
    return uuid.uuid4()


def take_in(made: SourceRecord, draft: RecordDraft, by: Actor, at: datetime, log: Log) -> None:
    """Link a record that was just written, in the same transaction and after `one_at_a_time`."""
    model = pinned(at)
    standard = standardise_record(raw_of_draft(draft, made.holder), model.model.settings)
    found = candidates(standard, model.model)
    edges = weighed(made.pk, standard, found.records, model, at)
    insert([standard_row(made.pk, standard, found.capped)])
    keep_edges(edges)
    own = _sender_says(made, draft, at)
    if own is not None:
        rule([(made.pk, own.pk)], same=True, basis=LinkBasis.SENDER, reason=LinkBasis.SENDER.label, by=by, at=at)
    if own is None and not edges:
        insert([Person(pk=made.person_id, made_at=at)])
        return
    basis = LinkBasis.SENDER if own else _basis(made.pk, standard, found.records, edges)
    cause = Cause(basis, basis.label, by, at, model.pk, log=log)
    mates = plain_match(made.pk, standard, edges, own.pk if own else None, model.pk, restricted_now(at))
    if mates is None:
        known = {made.pk: standard, **found.records}
        made.person_id = regroup([made.pk], cause, {made.pk: made.person_id}, known).persons[made.pk]
        return
    made.person_id = attach_plainly(made.pk, made.person_id, mates, cause)
    if any(one.outcome in ASKED and not {one.one_id, one.other_id} <= {made.pk, *mates} for one in edges):
        ask_about({made.pk, *mates}, model.pk, at)


def _sender_says(made: SourceRecord, draft: RecordDraft, at: datetime) -> SourceRecord | None:
    """The newest record that the sender calls by the same number, if the first name and the birth date agree.

    Never a restricted person's: a number would tell that she is restricted, and a new concern would be hidden from
    the front door with her. The record stands alone until somebody who is cleared decides.
    """
    if not draft.agency_ref or draft.date_of_birth is None:
        return None
    same = SAME_NUMBER.objects((), holder=made.holder_id, reference=draft.agency_ref, made=made.pk)
    own = same[0] if same else None
    if own is None or own.date_of_birth != draft.date_of_birth or own.person_id in restricted_now(at):
        return None
    given = {fold_name(name.given) for name in draft.names} - {""}
    return own if given & set(own.names.values_list("folded_given", flat=True)) else None


def _basis(record: int, standard: Standard, others: Mapping[int, Standard], edges: Iterable[LinkEdge]) -> LinkBasis:
    """The same number with the same first name and birth date says enough by itself."""
    joined = (others[one.other_id if one.one_id == record else one.one_id] for one in edges if one.outcome == JOINS)
    certain = any(
        standard.nhs and (one.nhs, one.dob, one.given_root) == (standard.nhs, standard.dob, standard.given_root)
        for one in joined
    )
    return LinkBasis.NUMBER if certain else LinkBasis.MODEL
