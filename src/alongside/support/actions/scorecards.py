"""Drawing up a scorecard, the provider's right of reply, and freezing the commissioner's copy."""

from datetime import date, datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Unit, add
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.casework import words
from alongside.support.models import Contract, ScorecardCopy, ScorecardReply
from alongside.support.queries.scorecards import as_kept, scorecard_of
from alongside.support.telling import told_of_replies, told_of_scorecard

REPLY_WITHIN = Allowance(10, Unit.WORKING_DAYS)


def draw_up_scorecard(*, reference: str, first_day: date, last_day: date, by: Viewer, at: datetime) -> ScorecardCopy:
    """Keep the figures of a period and give them to the provider for its reply. Of a period there is one, for good:
    what was counted of it is never counted anew."""
    card = scorecard_of(by, reference, first_day=first_day, last_day=last_day)
    with writing():
        contract = Contract.objects.select_for_update(of=("self",)).get(reference=card.reference)
        period = {"contract": contract, "first_day": card.first_day, "last_day": card.last_day}
        if known := ScorecardCopy.objects.filter(**period).first():
            return known
        made = ScorecardCopy.objects.create(
            **period, figures=as_kept(by, card), drawn_up_by=by.actor.name, drawn_up_at=at,
            reply_until=add(at, REPLY_WITHIN),
        )  # fmt: skip
        told_of_scorecard(made, at)
        _log(made, "drew up a scorecard for the provider’s reply", by, at)
    return made


def reply_to_scorecard(*, copy: UUID, figure: str, text: str, by: Viewer, at: datetime) -> ScorecardReply:
    """The provider's own words beside a figure (empty: about the whole), dated. Until the copy is frozen."""
    said = words(text, "Your reply", "text", 4_000)
    with writing():
        row = _open_copy(copy, by)
        if figure and figure not in {one["code"] for one in row.figures["figures"]}:
            raise Invalid("Choose the figure from the list.", "figure")
        if known := row.replies.filter(figure=figure, words=said).first():
            return known
        made = ScorecardReply.objects.create(copy=row, figure=figure, words=said, by=by.actor.name, at=at)
        _log(row, "replied to a scorecard", by, at)
    return made


def finish_replies(*, copy: UUID, by: Viewer, at: datetime) -> ScorecardCopy:
    """The provider has no more to say: the commissioner may freeze her copy before the time is up."""
    with writing():
        row = _open_copy(copy, by)
        row.replied_at = at
        row.save(update_fields=["replied_at"])
        told_of_replies(row, at)
        _log(row, "has no more to reply", by, at)
    return row


def freeze_scorecard(*, copy: UUID, by: Viewer, at: datetime) -> ScorecardCopy:
    """Freeze the commissioner's copy, the replies beside the figures. Not before the provider could speak."""
    with writing():
        row = _locked(copy)
        if row is None or row.contract.commissioner_id != by.agency_id or not by.may(Permission.KEEP_CONTRACTS):
            raise refuse(by, "scorecard copy", str(copy), "only the commissioner freezes its copy", act=Act.CHANGE)
        if row.frozen_at is not None:
            return row
        if row.replied_at is None and at < row.reply_until:
            raise Invalid("The provider may still reply. Freeze it when she has, or when the time is up.", "copy")
        row.frozen_at, row.frozen_by = at, by.actor.name
        row.save(update_fields=["frozen_at", "frozen_by"])
        _log(row, "froze a scorecard with the replies", by, at)
    return row


def _locked(copy: UUID) -> ScorecardCopy | None:
    rows = ScorecardCopy.objects.select_for_update(of=("self",)).select_related("contract__commissioner")
    return rows.filter(pk=copy).first()


def _open_copy(copy: UUID, by: Viewer) -> ScorecardCopy:
    row = _locked(copy)
    if row is None or row.contract.provider_id != by.agency_id or not by.may(Permission.MANAGE_CASES):
        raise refuse(by, "scorecard copy", str(copy), "only the provider replies to its scorecard", act=Act.CHANGE)
    if row.frozen_at is not None or row.replied_at is not None:
        raise Stale("The time for replies is over. Speak with the commissioner.")
    return row


def _log(row: ScorecardCopy, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=Act.CHANGE, subject_kind="scorecard", subject_id=str(row.pk),
            holder_code=row.contract.commissioner.code, reason=reason,
        )
    )  # fmt: skip
