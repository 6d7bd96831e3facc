"""Adding a version to a definition, or a definition of the partnership's own to a measure."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text, fold_name
from alongside.outcomes.definitions import OWN, WORDS, DefinitionText, SeriesBreak, VersionTold, shipped_versions
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.measure_rules import reason_not_to_change, reason_not_to_keep
from alongside.outcomes.models.measures import MeasureVersion
from alongside.outcomes.queries.measures import edition_of, in_force, measure, versions
from alongside.partners.access import refuse
from alongside.partners.errors import Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

LONGEST = 2_000
MOST_BREAKS = 40
_LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class OwnDefinition:
    """A definition that the partnership adds to a measure: its name, and whose record it counts."""

    measure: str
    name: str
    measured: str


def add_version(
    *, code: str, text: DefinitionText, reason: str, based_on: str, sent_key: UUID, by: Viewer, at: datetime
) -> str:
    """Keep a changed text of a definition as its next version; gives its reference.

    `based_on` is the version that was open: if another is in force by now, `Stale` is raised with that one, so that
    both can be shown. The same `sent_key` twice enters once. Raises `OutcomesRefused`.
    """
    _check_may(by)
    if (held := _held(sent_key)) is not None:
        return held
    known = versions(code)
    now = in_force(known)
    if now is None:
        raise OutcomesRefused("That definition is not held here. Open the list of measures and choose again.")
    if now.version != based_on:
        raise Stale("Somebody added a version since you opened this page.", now)
    text = _cleaned(text, reason)
    if (why_not := reason_not_to_change(now.text, text)) is not None:
        raise OutcomesRefused(why_not)
    shipped = shipped_versions().get(code, ())
    edition = int(shipped[-1].version) if shipped else edition_of(now)
    revision = 1 + max((_revision(one) for one in known if edition_of(one) == edition), default=0)
    row = _row(now.measure, code, now.name, now.measured, text, reason, sent_key, by, at)
    row.edition, row.revision = edition, revision
    return _kept(row, by, at)


def add_definition(
    *, own: OwnDefinition, text: DefinitionText, reason: str, sent_key: UUID, by: Viewer, at: datetime
) -> str:
    """Keep a definition of the partnership's own beside those that a measure has; gives its reference.

    The same `sent_key` twice enters once. Raises `OutcomesRefused`.
    """
    _check_may(by)
    if (held := _held(sent_key)) is not None:
        return held
    if measure(own.measure) is None:
        raise OutcomesRefused("That measure is not held here. Open the list of measures and choose again.")
    try:
        name = clean_line(own.name, 160, "The name")
    except TextError as broken:
        raise OutcomesRefused(str(broken), "name") from None
    code = OWN + re.sub(r"[^a-z0-9]+", "-", fold_name(name)).strip("-")[: _LONGEST_CODE - len(OWN)]
    if code == OWN:
        raise OutcomesRefused("Give it a name with letters a to z in it: its address is made of them", "name")
    if versions(code):
        raise OutcomesRefused("There is a definition of that name. Change that one, or give this another name", "name")
    row = _row(own.measure, code, name, own.measured, _cleaned(text, reason), reason, sent_key, by, at)
    row.edition, row.revision = 1, 0
    return _kept(row, by, at)


def _check_may(by: Viewer) -> None:
    if not by.may(Permission.KEEP_MEASURES):
        raise refuse(by, "definition of a measure", "", "the role may not keep measures", act=Act.CREATE)


def _held(sent_key: UUID) -> str | None:
    row = MeasureVersion.objects.filter(sent_key=sent_key).first()
    return _reference(row) if row else None


def _reference(row: MeasureVersion) -> str:
    return f"{row.code}@{row.edition}.{row.revision}" if row.revision else f"{row.code}@{row.edition}"


def _revision(one: VersionTold) -> int:
    return int(one.version.partition(".")[2] or 0)


def _cleaned(text: DefinitionText, reason: str) -> DefinitionText:
    if (wrong := reason_not_to_keep(text, reason=reason)) is not None:
        raise OutcomesRefused(wrong[1], wrong[0])
    if len(text.breaks) > MOST_BREAKS:
        raise OutcomesRefused(f"There are {len(text.breaks)} breaks: keep {MOST_BREAKS} at most", "breaks")
    try:
        words = {name: clean_text(getattr(text, name), LONGEST) for name in WORDS}
        breaks = tuple(SeriesBreak(one.month, clean_line(one.words, 400)) for one in text.breaks)
        clean_text(reason, LONGEST)
    except TextError as broken:
        raise OutcomesRefused(str(broken)) from None
    return DefinitionText(**words, breaks=breaks)


def _row(
    measure: str,
    code: str,
    name: str,
    measured: str,
    text: DefinitionText,
    reason: str,
    sent_key: UUID,
    by: Viewer,
    at: datetime,
) -> MeasureVersion:
    return MeasureVersion(
        measure=measure, code=code, name=name, measured=measured,
        **{one: getattr(text, one) for one in WORDS},
        breaks=[[f"{one.month:%Y-%m}", one.words] for one in text.breaks],
        reason=clean_text(reason, LONGEST), agency_code=by.agency_code, by=by.actor.name, at=at, sent_key=sent_key,
    )  # fmt: skip


def _kept(row: MeasureVersion, by: Viewer, at: datetime) -> str:
    reference = _reference(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(
                Entry(
                    at=at, actor=by.actor, act=Act.CREATE, subject_kind="definition of a measure",
                    subject_id=reference, reason=row.reason[:500],
                )
            )  # fmt: skip
    except IntegrityError:
        if (held := _held(row.sent_key)) is not None:
            return held
        raise Stale("Somebody added a version in the same moment.", in_force(versions(row.code))) from None
    return reference
