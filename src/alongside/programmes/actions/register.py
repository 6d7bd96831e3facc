"""The register of classes: a file of them at once, an offer, a size put right."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alongside.areas.queries import SchoolSummary, areas_of, latest_vintage, locate, schools_now
from alongside.areas.states import AreaKind
from alongside.audit.states import Act
from alongside.common.text import fold_name
from alongside.partners.access import writing
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.programmes.actions.writing import day_words, line, log, step
from alongside.programmes.drafts import ClassDraft, ClassRowRead
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.models import (
    ClassFile,
    ClassFileRow,
    ClassStep,
    Programme,
    ProgrammeVersion,
    SchoolClass,
)
from alongside.programmes.queries.access import class_for, programme_for
from alongside.programmes.rules.codes import reason_not_to_keep_words, year_words
from alongside.programmes.states import Need, RowFate

MOST_PUPILS = 60
Key = tuple[str, int, str]
Wards = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Received:
    """`is_new` is False for a file that was sent before: nothing was entered again."""

    file_id: int
    is_new: bool


def take_register(
    *, code: str, name: str, raw: bytes, read_as: str, rows: Sequence[ClassRowRead], by: Viewer, at: datetime
) -> Received:
    """Enter a file of classes: good rows enter or change what is held, bad ones are listed with what is wrong."""
    with writing(), transaction.atomic():
        one = programme_for(by, code, Permission.RUN_PROGRAMMES, act=Act.IMPORT)
        digest = hashlib.sha256(raw).hexdigest()
        before = ClassFile.objects.filter(programme=one, sha256=digest).first()
        if before is not None:
            return Received(before.pk, False)
        entering = _Entering(one, by, at, {row.draft.school_urn for row in rows if row.draft})
        for row in rows:
            entering.take(row)
        made = ClassFile.objects.create(
            programme=one, name=name[:200], sha256=digest, read_as=read_as[:200], agency_code=by.agency_code,
            by=by.actor.name, at=at, **entering.counts(),
        )  # fmt: skip
        entering.write(made)
        told = ", ".join(f"{number} {fate}" for fate, number in entering.counts().items())
        log(Act.IMPORT, "register of classes", made.pk, told, by=by.actor, at=at)
    return Received(made.pk, True)


class _Entering:
    """The rows of one file beside what is held, read once."""

    def __init__(self, one: Programme, by: Viewer, at: datetime, urns: set[str]) -> None:
        self.one, self.by, self.at = one, by, at
        self.versions = list(one.versions.order_by("-valid_from", "-number"))
        self.schools = schools_now(urns)
        self.wards = wards_of(list(self.schools.values()))
        held = SchoolClass.objects.filter(programme=one, school_urn__in=[s.urn for s in self.schools.values()])
        self.held: dict[Key, SchoolClass] = {(row.school_urn, row.school_year, row.name_key): row for row in held}
        self.seen: dict[Key, int] = {}
        self.made: list[SchoolClass] = []
        self.changed: list[tuple[SchoolClass, str]] = []
        self.bad: list[ClassFileRow] = []
        self.fates: Counter[str] = Counter()

    def counts(self) -> dict[str, int]:
        names = {
            RowFate.ENTERED: "entered",
            RowFate.CHANGED: "changed",
            RowFate.KNOWN: "known",
            RowFate.REJECTED: "rejected",
        }
        return {names[fate]: self.fates[fate] for fate in RowFate}

    def take(self, row: ClassRowRead) -> None:
        problems = list(row.problems) if row.draft is None else self._problems(row.number, row.draft)
        if problems or row.draft is None:
            self.fates[RowFate.REJECTED] += 1
            self.bad += [
                ClassFileRow(number=row.number, column=column[:100], fate=RowFate.REJECTED, problem=words[:400])
                for column, words in problems
            ]
            return
        self.fates[self._enter(row.draft)] += 1

    def _problems(self, number: int, draft: ClassDraft) -> list[tuple[str, str]]:
        found = []
        school = self.schools.get(draft.school_urn)
        if school is None:
            found.append(("School URN", "No school of this number is held. Check it, or load the school register."))
        version = self._version(draft)
        if version is None:
            found.append(("School year", "No version of the programme is valid in this school year."))
        elif draft.year_group not in version.year_groups:
            found.append(("Year group", f"{year_words(draft.year_group)} is no year group of this programme."))
        if not 1 <= draft.size <= MOST_PUPILS:
            found.append(("Pupils", f"A class has 1 to {MOST_PUPILS} pupils."))
        if reason_not_to_keep_words(draft.name) or not fold_name(draft.name):
            found.append(("Class", "Write the name of the class, such as 4 Heron, and nothing of a pupil."))
        if school is not None and (before := self.seen.setdefault(_key(school, draft), number)) != number:
            found.append(("Class", f"This class stands in row {before} of the file already."))
        return found

    def _version(self, draft: ClassDraft) -> ProgrammeVersion | None:
        ends = date(draft.school_year + 1, 8, 31)
        return next((one for one in self.versions if one.valid_from <= ends), None)

    def _enter(self, draft: ClassDraft) -> RowFate:
        school = self.schools[draft.school_urn]
        held = self.held.get(_key(school, draft))
        if held is None:
            ward = self.wards.get(school.urn, ("", ""))
            version = self._version(draft)
            assert version is not None
            self.made.append(
                SchoolClass(
                    programme=self.one, version=version, school_urn=school.urn, school_name=school.name,
                    ward_code=ward[0], ward_name=ward[1], school_year=draft.school_year, year_group=draft.year_group,
                    name=draft.name, name_key=fold_name(draft.name)[:40], size=draft.size, need=draft.need,
                    offered_on=draft.offered_on, made_by=self.by.actor.name, made_at=self.at,
                )
            )  # fmt: skip
            return RowFate.ENTERED
        told = _differences(held, draft)
        if not told:
            return RowFate.KNOWN
        held.changes += 1
        self.changed.append((held, f"by a file: {', '.join(told)}"))
        return RowFate.CHANGED

    def write(self, file: ClassFile) -> None:
        for row in self.bad:
            row.file = file
        for made in self.made:
            made.file = file
        ClassFileRow.objects.bulk_create(self.bad, batch_size=500)
        SchoolClass.objects.bulk_create(self.made, batch_size=500)
        SchoolClass.objects.bulk_update(
            [row for row, _ in self.changed], ["size", "need", "offered_on", "changes"], batch_size=200
        )
        actor = self.by.actor
        ClassStep.objects.bulk_create(
            ClassStep(school_class=row, what=what[:400], agency_code=actor.agency_code, by=actor.name, at=self.at)
            for row, what in self.changed
        )


def _key(school: SchoolSummary, draft: ClassDraft) -> Key:
    return school.urn, draft.school_year, fold_name(draft.name)[:40]


def _differences(held: SchoolClass, draft: ClassDraft) -> list[str]:
    """Puts the row's values into what is held, and tells which changed. What the file leaves out stays."""
    told = []
    if held.size != draft.size:
        told.append(f"{held.size} pupils are now {draft.size}")
        held.size = draft.size
    if draft.need is not Need.UNKNOWN and held.need != draft.need:
        told.append(f"need: {draft.need.label.lower()}")
        held.need = draft.need
    if draft.offered_on is not None and held.offered_on is None:
        told.append(f"offered on {day_words(draft.offered_on)}")
        held.offered_on = draft.offered_on
    return told


def wards_of(schools: Sequence[SchoolSummary]) -> Wards:
    """Code and name of the ward in which each school stands, by its number; without boundaries, none."""
    vintage = latest_vintage(AreaKind.WARD)
    placed = [one for one in schools if one.easting is not None and one.northing is not None]
    if vintage is None or not placed:
        return {}
    names = {one.code: one.name for one in areas_of(AreaKind.WARD, vintage)}
    codes = locate(
        eastings=[one.easting or 0 for one in placed], northings=[one.northing or 0 for one in placed],
        kind=AreaKind.WARD, vintage=vintage,
    )  # fmt: skip
    return {one.urn: (code, names[code]) for one, code in zip(placed, codes, strict=True) if code}


def offer(*, class_id: int, by: Viewer, at: datetime) -> None:
    """Offer the programme to a class; an offer that was declined is made anew. Twice is once."""
    with writing():
        one = _to_run(by, class_id)
        if one.offered_on is None or one.declined_on is not None:
            _change(one, "offered", by, at, offered_on=one.offered_on or by.day, declined_on=None)


def decline(*, class_id: int, reason: str, by: Viewer, at: datetime) -> None:
    """The school says no, with its reason."""
    with writing():
        one = _to_run(by, class_id)
        told = line(reason, 300, "Why the school says no", "reason")
        if one.offered_on is None:
            raise ProgrammeRefused("The programme was not offered to this class, so it cannot have said no.", "reason")
        if one.declined_on is None:
            _change(one, f"declined: {told}", by, at, declined_on=by.day)


def resize(*, class_id: int, size: int, changes: int, by: Viewer, at: datetime) -> None:
    """Put the size of a class right."""
    if not 1 <= size <= MOST_PUPILS:
        raise ProgrammeRefused(f"A class has 1 to {MOST_PUPILS} pupils.", "size")
    with writing():
        one = class_for(by, class_id, act=Act.CHANGE, lock=True)
        if one.changes != changes:
            raise ProgrammeRefused(f"Somebody changed this class meanwhile: it now has {one.size} pupils.", "size")
        most = max((n for n in one.sessions.values_list("head_count", flat=True) if n), default=0)
        if size < most:
            raise ProgrammeRefused(f"{most} pupils were at a lesson. Put that lesson right first.", "size")
        if size != one.size:
            _change(one, f"{one.size} pupils are now {size}", by, at, size=size)


def _to_run(by: Viewer, class_id: int) -> SchoolClass:
    one = class_for(by, class_id, act=Act.CHANGE, lock=True)
    programme_for(by, one.programme.code, Permission.RUN_PROGRAMMES, act=Act.CHANGE)
    return one


def _change(one: SchoolClass, told: str, by: Viewer, at: datetime, **fields: object) -> None:
    SchoolClass.objects.filter(pk=one.pk).update(changes=one.changes + 1, **fields)
    step(one, told, by=by.actor, at=at)
    log(Act.CHANGE, "class of a programme", one.pk, told, by=by.actor, at=at)
