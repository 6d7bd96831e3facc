"""Invented homes and the people in them: who they truly are, before any agency spells them."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from alongside.common.periods import age_on
from alongside.demo import numbers
from alongside.demo.names import Name, Tradition, traditions

FEMALE, MALE = "female", "male"
SECONDARY_FROM = 11
# Letter pairs of a postcode leave out C, I, K, M, O and V; no area “ZL” exists.
POSTCODE_AREA = "ZL"


@dataclass(frozen=True, slots=True)
class SchoolPlace:
    """A school as a place to be a pupil: its agency's code, the ages that it takes, and how many pupils are drawn."""

    code: str
    name: str
    number: int
    ages: range
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Home:
    lines: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Invented:
    """One true person. `key` is what the truth file calls her or him."""

    key: str
    given: Name
    family: Name
    sex: str
    born: date
    nhs: str
    home: Home
    telephone: str = ""
    second: str = ""
    former: Name | None = None
    before: Home | None = None
    school: str = ""
    pupil_number: str = ""

    @property
    def name(self) -> str:
        return f"{self.given.usual} {self.family.usual}"


@dataclass(frozen=True, slots=True)
class Household:
    adults: tuple[Invented, ...]
    children: tuple[Invented, ...]

    @property
    def everybody(self) -> tuple[Invented, ...]:
        return self.adults + self.children


@dataclass
class Families:
    """Draws homes, one after another, always the same for the same seed and day."""

    rng: Random
    today: date
    streets: Sequence[str]
    schools: Sequence[SchoolPlace]
    many: bool = False  # a whole borough: further family names too, so that namesakes stay rare

    def __post_init__(self) -> None:
        self._nhs = numbers.nhs_numbers(self.rng)
        self._made = 0

    def households(self, people: int) -> Iterator[Household]:
        """Homes until so many people live in them, or a few more."""
        reached = self._made + people
        while self._made < reached:
            yield self.household()

    def household(self) -> Household:
        rng = self.rng
        tradition = rng.choice(traditions())
        family = self._family_name(tradition)
        home = self.home()
        moved_from = self.home() if rng.random() < 0.2 else None
        ages = sorted((rng.choice(_AGES) for _ in range(rng.choices((1, 2, 3, 4), (36, 38, 19, 7))[0])), reverse=True)
        twins = len(ages) > 1 and rng.random() < 0.05
        children: list[Invented] = []
        for age in ages[1:] if twins else ages:
            used = {one.given for one in children}
            children.append(self.child(tradition, family, home, age, before=moved_from, other_than=used))
        if twins:
            children.append(self.twin_of(children[0], tradition, family))
        return Household(tuple(self._adults(tradition, family, home)), tuple(children))

    def _family_name(self, tradition: Tradition) -> Name:
        family = self.rng.choice(tradition.further if self.many else tradition.families)
        if self.rng.random() >= 0.15:
            return family
        other = self.rng.choice(self.rng.choice(traditions()).families)
        return Name(f"{family.usual}-{other.usual}", (f"{family.usual} {other.usual}", family.usual, other.usual))

    def home(self) -> Home:
        rng = self.rng
        number, street = rng.randrange(1, 180), rng.choice(self.streets)
        lines = f"{number} {street}" if rng.random() < 0.7 else f"Flat {rng.randrange(1, 60)}, {number} {street}"
        letters = "".join(rng.choices(numbers.POSTCODE_LETTERS, k=2))
        return Home(lines, f"{POSTCODE_AREA}{rng.randrange(1, 10)} {rng.randrange(10)}{letters}")

    def child(
        self, tradition: Tradition, family: Name, home: Home, age: int, *, before: Home | None = None,
        other_than: AbstractSet[Name] = frozenset(), sex: str = "",
    ) -> Invented:  # fmt: skip
        rng = self.rng
        sex = sex or rng.choice((FEMALE, MALE))
        pool = [name for name in (tradition.girls if sex == FEMALE else tradition.boys) if name not in other_than]
        born = self._born(age)
        place = self._school(age)
        number = self._next()
        return Invented(
            key=f"C{number:06d}", given=rng.choice(pool), family=tradition.family_for(family, sex), sex=sex, born=born,
            nhs=next(self._nhs), home=home, telephone=numbers.mobile(rng) if age >= SECONDARY_FROM else "",
            second=rng.choice(pool).usual if rng.random() < 0.4 else "", before=before,
            school=place.code if place else "",
            pupil_number=numbers.pupil_number(place.number, born.year + 4, number) if place else "",
        )  # fmt: skip

    def twin_of(self, one: Invented, tradition: Tradition, family: Name) -> Invented:
        """The same birthday, home and school; another child."""
        age = age_on(one.born, self.today)
        other = self.child(tradition, family, one.home, age, before=one.before, other_than={one.given})
        return replace(other, born=one.born, school=one.school)

    def _adults(self, tradition: Tradition, family: Name, home: Home) -> Iterator[Invented]:
        sexes = self.rng.choices(((FEMALE, MALE), (FEMALE,), (MALE,)), (55, 38, 7))[0]
        for sex in sexes:
            given = self.rng.choice(tradition.girls if sex == FEMALE else tradition.boys)
            maiden = self.rng.choice(tradition.families) if sex == FEMALE and self.rng.random() < 0.5 else None
            yield Invented(
                key=f"A{self._next():06d}", given=given, family=tradition.family_for(family, sex), sex=sex,
                born=self._born(self.rng.randrange(29, 56)), nhs=next(self._nhs), home=home,
                telephone=numbers.mobile(self.rng), former=tradition.family_for(maiden, sex) if maiden else None,
            )  # fmt: skip

    def _next(self) -> int:
        self._made += 1
        return self._made

    def _born(self, age: int) -> date:
        return self.today - timedelta(days=int(age * 365.25) + self.rng.randrange(1, 364))

    def _school(self, age: int) -> SchoolPlace | None:
        places = [place for place in self.schools if age in place.ages]
        return self.rng.choices(places, [place.weight for place in places])[0] if places else None


# More at the ages at which concerns arise.
_AGES = (5, 6, 7, 8, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17)
