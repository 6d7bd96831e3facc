"""Saying how a case stands on the contract's own list, by a named person, at the start and at the end."""

from collections.abc import Mapping
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import writing
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.support.case_parts import purpose_of
from alongside.support.contracting import said
from alongside.support.models import OutcomeMark
from alongside.support.provided import WROTE, chosen, find_provided, open_case
from alongside.support.states import Occasion, OutcomeState


def mark_outcomes(
    *, reference: str, occasion: str, states: Mapping[str, str], notes: Mapping[str, str], by: Viewer, at: datetime
) -> int:
    """Mark every line of the list; gives how many marks are new. What stands already is not written again."""
    chosen(occasion, Occasion.values, "Say whether this is the start or the end.", "occasion")
    with writing():
        worked, placement = find_provided(by, reference)
        case, listed = worked.case, said(placement.terms).outcomes
        open_case(case, "occasion")
        latest = {
            one.outcome: (one.state, one.words)
            for one in OutcomeMark.objects.filter(case=case, occasion=occasion).order_by("at", "pk")
        }
        made = []
        for one in listed:
            state = chosen(
                states.get(one.code, ""), OutcomeState.values, f"Say how it stands: “{one.label}”.", one.code
            )
            note = _line(notes.get(one.code, ""), one.code)
            if latest.get(one.code) != (state, note):
                made.append(
                    OutcomeMark(
                        case=case, outcome=one.code, label=one.label, occasion=occasion, state=state, words=note,
                        by=by.actor.name, by_member_id=by.member_id, at=at,
                    )
                )  # fmt: skip
        OutcomeMark.objects.bulk_create(made)
        record(
            Entry(
                at=at, actor=by.actor, act=Act.CHANGE, subject_kind="case", subject_id=case.reference,
                persons=(case.record.person_id,), holder_code=case.holder.code,
                purpose=purpose_of(worked.definition).code,
                reason=WROTE, body={"outcomes": Occasion(occasion).label},
            )
        )  # fmt: skip
    return len(made)


def _line(text: str, field: str) -> str:
    try:
        return clean_line(text, 500, "The note")
    except TextError as error:
        raise Invalid(str(error), field) from error
