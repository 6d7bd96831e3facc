"""Powers in force at a place: written down with authority, grounds, children and fairness; ended before their time."""

from datetime import datetime
from uuid import UUID

from alongside.audit.states import Act
from alongside.common.timelines import utc
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.places.models import Operation, PowerEnd, PowerUse
from alongside.places.operation_drafts import PowerDraft
from alongside.places.operation_parts import line, locked, log, once, who, words
from alongside.places.operation_rules import PowerFacts, wrong_with_power
from alongside.places.operation_sight import SUBJECT
from alongside.places.operation_states import Stage
from alongside.places.powers import LAWS, Authority, Power


def use_power(*, reference: str, draft: PowerDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Write down a power that was authorised; gives its number. Raises `Invalid` for what the law does not allow."""
    if draft.power not in Power.values or draft.authority not in Authority.values:
        raise Invalid("Choose the power, and who authorised it.", "power")
    authorised_by = line(draft.authorised_by, "authorised_by", "Say in which post, such as duty inspector.", 120)
    where = words(draft.where, "where", "Say for which area, as it was authorised.", 1_000)
    with writing():
        found = locked(reference, by)
        if found.stage != Stage.RESPONSE:
            raise Invalid("Powers are used in the response. The operation is in " + found.stage.label.lower() + ".")

        def make() -> PowerUse:
            made = _kept(found.operation, draft, authorised_by, where, sent_key, by, at)
            until = f" until {made.ends_at:%Y-%m-%d %H:%M} UTC" if made.ends_at else ""
            log(found.operation, Act.DECIDE, f"{made.get_power_display()}{until}: {made.grounds}", by, at)
            return made

        return once(PowerUse, sent_key, make).pk


def _kept(
    operation: Operation, draft: PowerDraft, authorised_by: str, where: str, sent_key: UUID, by: Viewer, at: datetime
) -> PowerUse:
    before = _before(operation, draft)
    facts = PowerFacts(
        power=Power(draft.power), authority=Authority(draft.authority), starts_at=utc(draft.starts_at),
        ends_at=utc(draft.ends_at) if draft.ends_at else None, child_welfare=draft.child_welfare,
        equality=draft.equality, grounds=draft.grounds, consulted=draft.consulted,
        extends=before.ends_at if before else None, first_start=_first_start(before) if before else None,
    )  # fmt: skip
    if (wrong := wrong_with_power(facts, at=at)) is not None:
        raise Invalid(wrong[1], wrong[0])
    return PowerUse.objects.create(
        operation=operation, power=facts.power, legal_basis=LAWS[facts.power].basis, authority=facts.authority,
        authorised_by=authorised_by, where=where, grounds=words(draft.grounds, "grounds", "Write the grounds."),
        child_welfare=words(draft.child_welfare, "child_welfare", "Say what was thought of children."),
        equality=words(draft.equality, "equality", "Say on whom it falls."),
        consulted=words(draft.consulted, "consulted", "", 1_000), starts_at=facts.starts_at, ends_at=facts.ends_at,
        extends=before, sent_key=sent_key, **who(by, at),
    )  # fmt: skip


def _before(operation: Operation, draft: PowerDraft) -> PowerUse | None:
    """The power that this one goes on from."""
    if draft.extends is None:
        return None
    row = operation.powers.filter(pk=draft.extends, power=draft.power).first()
    if row is None or row.ends_at is None:
        raise Invalid("The power that it extends is not one of this operation.", "power")
    if hasattr(row, "end") or row.extensions.exists():
        raise Invalid("It was ended or extended already.", "power")
    return row


def _first_start(row: PowerUse) -> datetime:
    while row.extends is not None:
        row = row.extends
    return row.starts_at


def end_power(*, reference: str, power_id: int, reason: str, by: Viewer, at: datetime) -> None:
    """End a power before its time, with the reason."""
    said = words(reason, "reason", "Say why it ends.", 1_000)
    with writing():
        found = locked(reference, by)
        row = found.operation.powers.filter(pk=power_id).first()
        if row is None:
            raise refuse(by, SUBJECT, reference, "no such power in the operation", act=Act.DECIDE)
        if hasattr(row, "end") or (row.ends_at is not None and row.ends_at <= at):
            raise Invalid("It has ended already. Nothing was changed.")
        PowerEnd.objects.create(power=row, reason=said, **who(by, at))
        log(found.operation, Act.DECIDE, f"ended {row.get_power_display()}: {said}", by, at)
