"""Programmes as they are kept: versions, money, training, questionnaires, files, draws."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.programmes.models import (
    ClassFile,
    ClassFileRow,
    Instrument,
    Programme,
    ProgrammeVersion,
    Spending,
    StartDraw,
    StartWave,
    Training,
)
from alongside.programmes.queries.access import FIGURES, programme_for, runs
from alongside.programmes.queries.breakdowns import Breakdowns, breakdowns_of
from alongside.programmes.queries.change import InstrumentChange, changes_of
from alongside.programmes.queries.parts import PAGE, Part, cut
from alongside.programmes.queries.reach import ReachReport, TargetTold, reach_report, target_of
from alongside.programmes.queries.shown import as_shown
from alongside.programmes.rules.codes import school_year_words, year_words


@dataclass(frozen=True, slots=True)
class ProgrammeTold:
    code: str
    name: str
    about: str
    target: TargetTold | None
    runs: bool


@dataclass(frozen=True, slots=True)
class VersionTold:
    number: int
    valid_from: date
    year_groups: str
    lessons: tuple[str, ...]
    change_note: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a programme manager keeps of a programme."""

    programme: ProgrammeTold
    versions: tuple[VersionTold, ...]
    spending: tuple[tuple[str, int, str, str], ...]
    trainings: tuple[tuple[str, date, int, str], ...]


@dataclass(frozen=True, slots=True)
class FileTold:
    id: int
    name: str
    read_as: str
    entered: int
    changed: int
    known: int
    rejected: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileReport:
    file: FileTold
    rows: Part[tuple[int, str, str]]


def programmes(viewer: Viewer) -> list[ProgrammeTold]:
    """Every programme, for whoever may see figures."""
    if not viewer.permissions.intersection(FIGURES):
        return []
    return [_told(viewer, one) for one in Programme.objects.all()]


def programme(viewer: Viewer, code: str) -> ProgrammeTold:
    return _told(viewer, programme_for(viewer, code, *FIGURES))


def reach(viewer: Viewer, code: str) -> tuple[ReachReport, Breakdowns]:
    """Reach against target with its breakdowns, and nothing beside them that tells what they hold back. No person is in
    it: looking at it is not logged."""
    report = reach_report(programme_for(viewer, code, *FIGURES), on=viewer.day)
    shown = breakdowns_of(report.facts)
    return as_shown(report, shown), shown


def change(viewer: Viewer, code: str) -> list[InstrumentChange]:
    return changes_of(programme_for(viewer, code, *FIGURES), on=viewer.day)


def kept(viewer: Viewer, code: str) -> Kept:
    one = programme_for(viewer, code, Permission.RUN_PROGRAMMES)
    versions = one.versions.prefetch_related("lessons")
    spent = Spending.objects.filter(programme=one).order_by("-school_year", "-pk")[:60]
    trained = Training.objects.filter(version__programme=one)[:60]
    return Kept(
        _told(viewer, one), tuple(_version(row) for row in versions),
        tuple((school_year_words(row.school_year), row.pence, row.what_for, row.by) for row in spent),
        tuple((row.school_name, row.held_on, row.teachers, row.by) for row in trained),
    )  # fmt: skip


def instruments() -> list[Instrument]:
    return list(Instrument.objects.all())


def files(viewer: Viewer, code: str, *, page: int) -> Part[FileTold]:
    one = programme_for(viewer, code, Permission.RUN_PROGRAMMES)
    found, number, total = cut(ClassFile.objects.filter(programme=one), page)
    return Part(tuple(_file(row) for row in found), number, PAGE, total)


def file_report(viewer: Viewer, code: str, file_id: int, *, page: int) -> FileReport:
    one = programme_for(viewer, code, Permission.RUN_PROGRAMMES)
    row = ClassFile.objects.filter(programme=one, pk=file_id).first()
    if row is None:
        raise refuse(viewer, "register of classes", str(file_id), "no such file of this programme")
    found, number, total = cut(ClassFileRow.objects.filter(file=row), page)
    return FileReport(_file(row), Part(tuple((r.number, r.column, r.problem) for r in found), number, PAGE, total))


@dataclass(frozen=True, slots=True)
class WaveTold:
    """`schools` is None until the day on which it opens."""

    number: int
    starts_on: date
    opens_on: date
    fingerprint: str
    schools: Sequence[str] | None
    text: str
    nonce: str


@dataclass(frozen=True, slots=True)
class DrawTold:
    school_year: str
    schools: int
    fingerprint: str
    list_hash: str
    by: str
    at: datetime
    waves: tuple[WaveTold, ...]


def draws(viewer: Viewer, code: str) -> list[DrawTold]:
    """Draws with the starts that have opened; the others tell their fingerprint and no more."""
    one = programme_for(viewer, code, *FIGURES)
    rows = StartDraw.objects.filter(programme=one).prefetch_related("waves")
    return [
        DrawTold(
            school_year_words(row.school_year), row.schools, row.fingerprint, row.list_hash, row.by, row.at,
            tuple(_wave(wave, viewer.day) for wave in row.waves.all()),
        )
        for row in rows
    ]  # fmt: skip


def _wave(wave: StartWave, today: date) -> WaveTold:
    is_open = wave.opens_on <= today
    schools = [one["name"] for one in json.loads(wave.text)["schools"]] if is_open else None
    return WaveTold(
        wave.number, wave.starts_on, wave.opens_on, wave.fingerprint, schools, wave.text if is_open else "",
        wave.nonce if is_open else "",
    )  # fmt: skip


def _told(viewer: Viewer, one: Programme) -> ProgrammeTold:
    return ProgrammeTold(one.code, one.name, one.about, target_of(one), runs(viewer, one))


def _version(row: ProgrammeVersion) -> VersionTold:
    return VersionTold(
        row.number, row.valid_from, ", ".join(year_words(one) for one in row.year_groups),
        tuple(str(one) for one in row.lessons.all()), row.change_note,
    )  # fmt: skip


def _file(row: ClassFile) -> FileTold:
    return FileTold(
        row.pk, row.name, row.read_as, row.entered, row.changed, row.known, row.rejected, row.by, row.at
    )  # fmt: skip
