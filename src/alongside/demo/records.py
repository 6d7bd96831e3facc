"""What each agency holds of an invented person: never quite the same name, rarely the same number."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from alongside.common.periods import add_months, age_on
from alongside.common.timelines import LONDON
from alongside.demo import cast, notes
from alongside.demo.families import FEMALE, Home, Invented
from alongside.demo.names import Name
from alongside.demo.numbers import one_digit_wrong
from alongside.partners.states import FieldGroup
from alongside.people.drafts import AddressDraft, NameDraft, RecordDraft
from alongside.people.states import NameKind, NumberKind

CARELESS = frozenset({cast.POLICE, cast.HOUSING, cast.YOUTH_JUSTICE})
HEALTH = frozenset({cast.CAMHS, cast.HOSPITAL})


@dataclass(frozen=True, slots=True)
class Keeping:
    """How likely an agency is to hold a child of some age or an adult, and which notes it keeps."""

    child: float
    adult: float
    notes: FieldGroup
    source: str
    from_age: int = 0


KEEPING = {
    cast.COUNCIL: Keeping(0.45, 0.40, FieldGroup.SOCIAL_CARE, "children’s services list"),
    cast.POLICE: Keeping(0.30, 0.25, FieldGroup.POLICE, "record of incidents"),
    cast.CAMHS: Keeping(0.16, 0.0, FieldGroup.HEALTH, "referral list", from_age=6),
    cast.HOSPITAL: Keeping(0.70, 0.55, FieldGroup.HEALTH, "patient list"),
    cast.HOUSING: Keeping(0.40, 0.60, FieldGroup.HOUSING, "tenancy list"),
    cast.YOUTH_JUSTICE: Keeping(0.07, 0.0, FieldGroup.YOUTH_JUSTICE, "worker’s list", from_age=12),
    **{code: Keeping(0.03, 0.0, FieldGroup.SUPPORT, "register of sessions", from_age=10) for code in cast.PROVIDERS},
}
SCHOOL = Keeping(0.85, 0.0, FieldGroup.EDUCATION, "pupil file")


@dataclass(frozen=True, slots=True)
class Held:
    """One record as one agency sends it; `changes` says how it departs from the truth."""

    holder: str
    truth: str
    draft: RecordDraft
    source: str
    received_at: datetime
    changes: tuple[str, ...] = ()


@dataclass
class Spelling:
    """The names as one agency has them, and what became of them on the way."""

    person: Invented
    holder: str
    rng: Random
    changes: list[str] = field(default_factory=list)

    def names(self) -> tuple[NameDraft, ...]:
        given, family = self._given(), self._family()
        plain = (_plain(given), _plain(family))
        if self.holder in CARELESS and plain != (given, family):
            given, family = plain
            self.changes.append("accents dropped")
        if self.rng.random() < 0.04:
            given, family = family, given
            self.changes.append("names swapped")
        return (NameDraft(given, family), *self._others())

    def _given(self) -> str:
        person, rng = self.person, self.rng
        given = _other_spelling(person.given, rng, 0.25, self.changes, "another spelling")
        if person.given.short and rng.random() < 0.12:
            given = rng.choice(person.given.short)
            self.changes.append("short form")
        if person.second and rng.random() < 0.35:
            given = f"{given} {person.second}"
            self.changes.append("second name given too")
        return given

    def _family(self) -> str:
        person = self.person
        if person.former and self.rng.random() < 0.4:
            self.changes.append("former family name")
            return person.former.usual
        return _other_spelling(person.family, self.rng, 0.15, self.changes, "another spelling of the family name")

    def _others(self) -> Iterator[NameDraft]:
        person = self.person
        if person.given.script and self.rng.random() < 0.12:
            yield NameDraft(person.given.script, person.family.script, NameKind.OTHER_SCRIPT)
        if self.holder in cast.PROVIDERS and person.given.short:
            yield NameDraft(person.given.short[0], person.family.usual, NameKind.PREFERRED)

    def born(self, today: date) -> date | None:
        born, chance = self.person.born, self.rng.random()
        if chance < 0.02:
            self.changes.append("no date of birth")
            return None
        if chance < 0.05 and born.day <= 12 and born.day != born.month:
            swapped = date(born.year, born.day, born.month)
            if swapped <= today:
                self.changes.append("day and month swapped")
                return swapped
        if chance < 0.08:
            self.changes.append("slip in the date of birth")
            return self.rng.choice((born - timedelta(days=1), born - timedelta(days=10), add_months(born, -12)))
        return born


def _other_spelling(name: Name, rng: Random, chance: float, changes: list[str], label: str) -> str:
    if not name.spellings or rng.random() >= chance:
        return name.usual
    changes.append(label)
    return rng.choice(name.spellings)


def _plain(text: str) -> str:
    """As a keyboard without accents has it."""
    bare = text.translate(str.maketrans("łŁıøØđĐ’", "lLioOdD'"))
    return "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))


@dataclass
class Records:
    """Draws the records of one person after another."""

    rng: Random
    today: date
    first_reference: int = 40_000

    def __post_init__(self) -> None:
        self._references = self.first_reference

    def of(self, person: Invented) -> list[Held]:
        """Everything that any agency holds; at least one record for everybody."""
        adult = age_on(person.born, self.today) >= 18
        holders = [
            holder
            for holder, keeping in KEEPING.items()
            if self.rng.random() < (keeping.adult if adult else keeping.child)
            and age_on(person.born, self.today) >= keeping.from_age
        ]
        if person.school and self.rng.random() < SCHOOL.child:
            holders.append(person.school)
        return [self.held(person, holder) for holder in holders or [cast.HOSPITAL]]

    def held(self, person: Invented, holder: str, *, notes_kept: int | None = None, protected: bool = False) -> Held:
        """The record of one agency; `protected`: its address is a safe one that nobody else may learn."""
        keeping = KEEPING.get(holder, SCHOOL)
        spelling = Spelling(person, holder, self.rng)
        names, born = spelling.names(), spelling.born(self.today)
        received = self._received()
        self._references += 1
        reference = f"{holder[:2].upper()}{self._references}"
        count = self.rng.choices((0, 1, 2), (55, 33, 12))[0] if notes_kept is None else notes_kept
        draft = RecordDraft(
            names=names, date_of_birth=born, sex=person.sex, numbers=self._numbers(person, holder, spelling.changes),
            addresses=self._addresses(person, spelling.changes, protected),
            telephone=person.telephone if self.rng.random() < 0.5 else "", agency_ref=reference,
            notes=self._notes(person, keeping.notes, count, received.date()),
            as_sent={"forename": names[0].given, "surname": names[0].family, "born": str(born or ""), "ref": reference},
        )  # fmt: skip
        return Held(holder, person.key, draft, keeping.source, received, tuple(spelling.changes))

    def _received(self) -> datetime:
        day = self.today - timedelta(days=self.rng.randrange(120, 900))
        return datetime.combine(day, time(self.rng.randrange(7, 19), self.rng.randrange(60)), LONDON)

    def _numbers(self, person: Invented, holder: str, changes: list[str]) -> tuple[tuple[str, str], ...]:
        if holder == person.school:
            return ((NumberKind.UPN, person.pupil_number),)
        if self.rng.random() >= (0.97 if holder in HEALTH else 0.45 if holder == cast.COUNCIL else 0.0):
            return ()
        if self.rng.random() < 0.04:
            changes.append("wrong digit in the NHS number")
            return ((NumberKind.NHS, one_digit_wrong(person.nhs, self.rng)),)
        return ((NumberKind.NHS, person.nhs),)

    def _addresses(self, person: Invented, changes: list[str], protected: bool) -> tuple[AddressDraft, ...]:
        if protected:
            return (AddressDraft("Linnet House, Room 4", "ZL9 9ZZ", is_protected=True),)
        if self.rng.random() >= 0.8:
            return ()
        home: Home = person.home
        if person.before and self.rng.random() < 0.5:
            home = person.before
            changes.append("earlier address")
        return (AddressDraft(home.lines, home.postcode),)

    def _notes(self, person: Invented, group: FieldGroup, count: int, day: date) -> tuple[tuple[str, date, str], ...]:
        if not count or age_on(person.born, self.today) >= 18:
            return ()
        texts = notes.draw(group, person.given.usual, person.sex or FEMALE, count, self.rng)
        return tuple((group.code, day - timedelta(days=self.rng.randrange(1, 90)), text) for text in texts)
