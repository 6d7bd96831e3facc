"""Keeping a programme: what it consists of, what it aims at, what it cost, who was trained, by what it is measured."""

import re
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.areas.errors import SchoolUnknown
from alongside.areas.queries import school
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.programmes.actions.writing import line, log, words
from alongside.programmes.drafts import InstrumentDraft, ProgrammeDraft, TargetDraft, TrainingDraft, VersionDraft
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.models import (
    Instrument,
    Lesson,
    Programme,
    ProgrammeVersion,
    Spending,
    Target,
    Training,
)
from alongside.programmes.queries.access import programme_for
from alongside.programmes.rules.codes import is_of_school_age, school_year_words

RUN = Permission.RUN_PROGRAMMES
MOST_LESSONS = 60
MOST_PENCE = 10**11
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def keep_programme(*, draft: ProgrammeDraft, first: VersionDraft, by: Viewer, at: datetime) -> str:
    """Begin a programme with its first version; gives its code. Raises `ProgrammeRefused`."""
    _may(by)
    if not _CODE.fullmatch(draft.code) or len(draft.code) > 40:
        raise ProgrammeRefused(
            "Write the short name with small letters, digits and hyphens, such as life-skills.", "code"
        )
    name = line(draft.name, 120, "The name", "name")
    try:
        with writing(), transaction.atomic():
            made = Programme.objects.create(
                code=draft.code, name=name, about=words(draft.about, 2_000, "The description", "about", required=False),
                agency_code=by.agency_code, made_by=by.actor.name, made_at=at,
            )  # fmt: skip
            _version(made, first, by, at)
            log(Act.CREATE, "programme", made.code, f"began {name}", by=by.actor, at=at)
    except IntegrityError:
        raise ProgrammeRefused(
            "There is a programme of this name already. Open it, or choose another name.", "name"
        ) from None
    return made.code


def add_version(*, code: str, draft: VersionDraft, by: Viewer, at: datetime) -> int:
    """A new version; classes that have one keep it. Gives its number."""
    with writing():
        one = programme_for(by, code, RUN, act=Act.CHANGE)
        made = _version(one, draft, by, at)
        log(Act.CHANGE, "programme", code, f"version {made.number}: {made.change_note}", by=by.actor, at=at)
    return made.number


def _version(one: Programme, draft: VersionDraft, by: Viewer, at: datetime) -> ProgrammeVersion:
    titles = [line(title, 120, "The title of a lesson", "lessons") for title in draft.lessons if title.strip()]
    if not 1 <= len(titles) <= MOST_LESSONS:
        raise ProgrammeRefused(f"A programme has 1 to {MOST_LESSONS} lessons: write one on each line.", "lessons")
    groups = sorted(set(draft.year_groups))
    if not groups or not all(is_of_school_age(group) for group in groups):
        raise ProgrammeRefused("Choose the year groups for which it is meant.", "year_groups")
    last = one.versions.order_by("-number").first()
    made = ProgrammeVersion.objects.create(
        programme=one, number=last.number + 1 if last else 1, valid_from=draft.valid_from, year_groups=groups,
        change_note=line(draft.change_note, 400, "What is new", "change_note"), made_by=by.actor.name, made_at=at,
    )  # fmt: skip
    Lesson.objects.bulk_create(Lesson(version=made, number=n, title=title) for n, title in enumerate(titles, start=1))
    return made


def set_target(*, code: str, draft: TargetDraft, by: Viewer, at: datetime) -> None:
    """Set a target, or another one: the newest holds, and the earlier ones stay."""
    if not 2000 <= draft.first_year <= draft.last_year <= 2100 or draft.last_year - draft.first_year > 20:
        raise ProgrammeRefused("The last school year must not come before the first.", "last_year")
    if not 1 <= draft.pupils <= 10_000_000:
        raise ProgrammeRefused("Enter how many pupils, as a number above 0.", "pupils")
    with writing():
        one = programme_for(by, code, RUN, act=Act.CHANGE)
        reason = line(draft.reason, 400, "Where the target comes from", "reason")
        Target.objects.create(
            programme=one, first_year=draft.first_year, last_year=draft.last_year, pupils=draft.pupils,
            counted=draft.counted, reason=reason, agency_code=by.agency_code, by=by.actor.name, at=at,
        )  # fmt: skip
        log(Act.DECIDE, "programme", code, f"target {draft.pupils:,} pupils: {reason}", by=by.actor, at=at)


def spend(*, code: str, school_year: int, pence: int, what_for: str, sent_key: UUID, by: Viewer, at: datetime) -> None:
    """Write down money spent; less than nothing puts an earlier row right. Sent twice, it enters once."""
    if not pence or abs(pence) > MOST_PENCE:
        raise ProgrammeRefused("Enter an amount in pounds, such as 45000 or −250.50.", "pounds")
    with writing():
        one = programme_for(by, code, RUN, act=Act.CHANGE)
        if Spending.objects.filter(sent_key=sent_key).exists():
            return
        told = line(what_for, 200, "What it was spent on", "what_for")
        Spending.objects.create(
            programme=one, school_year=school_year, pence=pence, what_for=told, sent_key=sent_key,
            agency_code=by.agency_code, by=by.actor.name, at=at,
        )  # fmt: skip
        reason = f"£{pence / 100:,.2f} in {school_year_words(school_year)}: {told}"
        log(Act.CHANGE, "programme", code, reason, by=by.actor, at=at)


def train(*, code: str, draft: TrainingDraft, by: Viewer, at: datetime) -> None:
    """Write down how many teachers of a school were trained in the newest version; sent twice, it enters once."""
    if not draft.teachers or abs(draft.teachers) > 500:
        raise ProgrammeRefused("Enter how many teachers were trained.", "teachers")
    if draft.held_on > by.day:
        raise ProgrammeRefused("The training must have been: enter a day up to today.", "held_on")
    with writing():
        one = programme_for(by, code, RUN, act=Act.CHANGE)
        if Training.objects.filter(sent_key=draft.sent_key).exists():
            return
        try:
            named = school(draft.school_urn)
        except SchoolUnknown as unknown:
            raise ProgrammeRefused(str(unknown), "school_urn") from None
        newest = one.versions.order_by("-number").first()
        if newest is None:
            raise ProgrammeRefused("The programme has no version yet.")
        Training.objects.create(
            version=newest, school_urn=named.urn, school_name=named.name, held_on=draft.held_on,
            teachers=draft.teachers, sent_key=draft.sent_key, agency_code=by.agency_code, by=by.actor.name, at=at,
        )  # fmt: skip
        log(Act.CHANGE, "programme", code, f"trained {draft.teachers} of {named.name}", by=by.actor, at=at)


def keep_instrument(*, draft: InstrumentDraft, by: Viewer, at: datetime) -> None:
    """Add a questionnaire by its numbers; its items are not kept. Raises `ProgrammeRefused` for numbers that cannot be."""
    _may(by)
    if not _CODE.fullmatch(draft.code):
        raise ProgrammeRefused("Write the short name with small letters, digits and hyphens.", "code")
    if draft.lowest >= draft.highest:
        raise ProgrammeRefused("The highest number of points must be above the lowest.", "highest")
    if not 0 <= draft.reliability < 1:
        raise ProgrammeRefused("The reliability lies between 0 and 1, such as 0.72.", "reliability")
    if not 0 < draft.spread <= draft.highest - draft.lowest:
        raise ProgrammeRefused("The standard deviation lies above 0 and within the range of points.", "spread")
    if draft.cutoff is not None and not draft.lowest <= draft.cutoff <= draft.highest:
        raise ProgrammeRefused("The cut-off lies within the range of points.", "cutoff")
    try:
        with writing(), transaction.atomic():
            Instrument.objects.create(
                code=draft.code, name=line(draft.name, 120, "The name", "name"),
                answered_by=line(draft.answered_by, 80, "Who answers it", "answered_by"), lowest=draft.lowest,
                highest=draft.highest, higher_is_worse=draft.higher_is_worse,
                reliability_thousandths=round(draft.reliability * 1000), spread_hundredths=round(draft.spread * 100),
                cutoff=draft.cutoff, source=line(draft.source, 400, "The source", "source"),
                agency_code=by.agency_code, made_by=by.actor.name, made_at=at,
            )  # fmt: skip
            log(Act.CREATE, "questionnaire", draft.code, f"added {draft.name}", by=by.actor, at=at)
    except IntegrityError:
        raise ProgrammeRefused("There is a questionnaire of this short name already. Choose another.", "code") from None


def _may(by: Viewer) -> None:
    if not by.may(RUN):
        raise refuse(by, "programme", "new", "the role may not run programmes", act=Act.CREATE)
