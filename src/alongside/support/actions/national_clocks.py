"""The clocks of a national referral: which run follows from where it stands, and from the days on which things happened."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from alongside.common.timelines import LONDON
from alongside.partners.standing import terms_for
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.clocks import start_clock, stop_clock
from alongside.support.models import Case, ClockRun, NationalReferral, NationalReferralStep
from alongside.support.national_rules import received
from alongside.support.national_states import (
    NATIONAL_CLOCKS,
    REFUSED,
    TO_DECIDE_LOCALLY,
    TO_DECIDE_REASONABLE,
    TO_LOOK_AGAIN,
    TO_SEND,
    Authority,
    NationalState,
    NationalStepKind,
)

K, S = NationalStepKind, NationalState


def run_national_clocks(
    row: NationalReferral, case: Case, authority: str, steps: Sequence[NationalReferralStep], at: datetime, *,
    anew: bool = False,
) -> None:  # fmt: skip
    """Start what should run, stop what should not, and note which runs out next. `anew`: a day was corrected."""
    wanted = _wanted(row, authority, steps, at)
    runs = ClockRun.objects.filter(matter=row.reference, stopped_at__isnull=True)
    running = set(runs.values_list("kind", flat=True))
    for kind in running - set(wanted):
        stop_clock(kind=kind, matter=row.reference, at=at)
    for kind, since in wanted.items():
        if anew or kind not in running:
            label, allowance = NATIONAL_CLOCKS[kind]
            start_clock(
                kind=kind, matter=row.reference, owner=case.receiver, allowance=allowance, at=since, label=label
            )
    next_one = runs.order_by("due_at").first()
    row.due_at = next_one.due_at if next_one else None
    row.save(update_fields=["due_at"])


def _wanted(
    row: NationalReferral, authority: str, steps: Sequence[NationalReferralStep], at: datetime
) -> dict[str, datetime]:
    """By kind of clock, since when it runs."""
    found = {}
    if row.state == S.TO_SEND:
        found[TO_SEND] = row.opened_at
    if row.state == S.SENT and row.sent_on:
        found[TO_DECIDE_REASONABLE] = min(at, received(row.sent_on))
    if row.state in (S.SENT, S.REASONABLE) and authority == Authority.PANEL:
        found[TO_DECIDE_LOCALLY] = _midday(row.sent_on, at)
    if row.state in REFUSED:
        kinds = [one.kind for one in steps]
        said = max(place for place, kind in enumerate(kinds) if kind in (K.REASONABLE_NO, K.CONCLUSIVE_NO))
        if K.NOT_ASKED not in kinds[said:]:
            found[TO_LOOK_AGAIN] = _midday(steps[said].happened_on, at)
    return found


def _midday(day: date | None, at: datetime) -> datetime:
    """A day counts from its midday: what is written down a week later began then, and not today."""
    return min(at, datetime.combine(day, time(12), LONDON).astimezone(UTC)) if day else at


def give_national_clocks(case: Case, purpose: Purpose, day: date) -> None:
    """The case has another receiver: the clocks of those of its referrals that it may see are its own from now."""
    terms = terms_for(case.receiver_id, day)
    givers = {case.receiver_id, case.holder_id} | {
        giver
        for (covered, giver), given in terms.items()
        if covered is purpose and any(FieldGroup.IDENTITY in one.groups for one in given)
    }
    seen = case.national_referrals.filter(agency__in=givers).values("reference")
    ClockRun.objects.filter(matter__in=seen, stopped_at__isnull=True).update(owner=case.receiver)
