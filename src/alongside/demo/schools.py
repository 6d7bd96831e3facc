"""The invented borough's schools, and the days on which each is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from random import Random

from alongside.common.bank_holidays import is_bank_holiday
from alongside.common.calendars import DaySpan, Opening, SchoolTerms
from alongside.demo.cast import LEAD_SCHOOL, SECOND_SCHOOL
from alongside.demo.geography import Borough, larkmere
from alongside.demo.numbers import POSTCODE_LETTERS, PUPIL_AUTHORITY

PRIMARY, SECONDARY, THROUGH, COLLEGE = "Primary", "Secondary", "All-through", "16 plus"
# Numbers of this range have been given to no school.
FIRST_URN = 990_001
WEEK = timedelta(days=7)
MONDAY, FRIDAY = 0, 4


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """`ages`: first and last, both included."""

    urn: str
    name: str
    phase: str
    type_name: str
    ages: tuple[int, int]
    postcode: str
    easting: float
    northing: float
    ward_code: str
    hours: Opening
    number: int

    @property
    def is_independent(self) -> bool:
        return "independent" in self.type_name

    def terms(self, first_year: int, last_year: int) -> SchoolTerms:
        """Its calendar for the school years that begin in September of these years, the last one included."""
        return _calendar(self, range(first_year, last_year + 1))


_Kind = tuple[str, str, str, tuple[int, int]]
_NAMED: tuple[_Kind, ...] = (
    (LEAD_SCHOOL, SECONDARY, "Academy converter", (11, 18)),
    (SECOND_SCHOOL, SECONDARY, "Community school", (11, 16)),
    ("Heronsgate School", SECONDARY, "Academy sponsor led", (11, 16)),
    ("Osier Hill School", SECONDARY, "Foundation school", (11, 18)),
    ("Lanternfield High", SECONDARY, "Community school", (11, 16)),
    ("Millrace Academy", SECONDARY, "Free schools", (11, 16)),
    ("Foxglove Park School for Girls", SECONDARY, "Voluntary aided school", (11, 18)),
    ("Gannet Row Academy", SECONDARY, "Academy converter", (11, 16)),
    ("Larkmere Grange", THROUGH, "Other independent school", (4, 18)),
    ("The Towpath Centre", SECONDARY, "Pupil referral unit", (11, 16)),
    ("Samphire School", THROUGH, "Community special school", (4, 16)),
    ("Larkmere College", COLLEGE, "Further education", (16, 19)),
)
_PRIMARY_NAMES = (
    "Heron", "Otter Lane", "Sedgefield Way", "Kingcup", "Lapwing", "Osier", "Teasel", "Marram", "Curlew", "Foxglove",
    "Bramble Row", "Yarrow", "Campion", "Redshank", "Sandpiper", "Wigeon", "Avocet", "Moorhen", "Kittiwake", "Lantern",
    "Wharf Street", "Anchor", "Beacon", "Orchard", "Damson", "Rowan", "Hornbeam", "Spindle",
)  # fmt: skip
_PRIMARY_TYPES = ("Community school", "Community school", "Academy converter", "Voluntary aided school")


@lru_cache(maxsize=1)
def schools() -> tuple[DemoSchool, ...]:
    """Forty schools: 28 primaries, 8 secondaries, and one each independent, alternative, special and further."""
    primaries = (
        (f"{name} Primary School", PRIMARY, _PRIMARY_TYPES[number % 4], (4, 11))
        for number, name in enumerate(_PRIMARY_NAMES)
    )
    return tuple(_placed([*_NAMED, *primaries], larkmere(), Random("larkmere schools")))  # noqa: S311


def _placed(kinds: Sequence[_Kind], borough: Borough, rng: Random) -> Iterator[DemoSchool]:
    """Each on a street of its own; the one that bears a ward's name stands in that ward."""
    streets = list(borough.streets)
    rng.shuffle(streets)
    ward_of = {lsoa.code: lsoa.ward_code for lsoa in borough.lsoas}
    for number, (name, phase, type_name, ages) in enumerate(kinds):
        named = {ward.code for ward in borough.wards if name.startswith(ward.name)}
        street = next(one for one in streets if not named or ward_of[one.lsoa_code] in named)
        streets.remove(street)
        yield DemoSchool(
            urn=str(FIRST_URN + number),
            name=name,
            phase=phase,
            type_name=type_name,
            ages=ages,
            postcode=f"ZL{number % 9 + 1} {rng.randrange(10)}{''.join(rng.choices(POSTCODE_LETTERS, k=2))}",
            easting=round(street.middle[0], 1),
            northing=round(street.middle[1], 1),
            ward_code=ward_of[street.lsoa_code],
            hours=_hours(phase, type_name, rng),
            number=number,
        )


def _hours(phase: str, type_name: str, rng: Random) -> Opening:
    if type_name == "Pupil referral unit":
        return Opening(time(9, 30), time(14, 30))
    if phase == PRIMARY:
        return Opening(time(8, rng.choice((45, 50, 55))), time(15, rng.choice((15, 20, 30))))
    return Opening(time(8, rng.choice((30, 35, 40))), time(15, rng.choice((5, 10, 20))))


def register_row(school: DemoSchool) -> dict[str, str]:
    """The school as the national register words it."""
    return {
        "URN": school.urn,
        "LA (code)": PUPIL_AUTHORITY,
        "LA (name)": "Larkmere",
        "EstablishmentNumber": f"{4000 + school.number}",
        "EstablishmentName": school.name,
        "TypeOfEstablishment (name)": school.type_name,
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": school.phase,
        "StatutoryLowAge": str(school.ages[0]),
        "StatutoryHighAge": str(school.ages[1]),
        "OpenDate": "01-09-1974",
        "CloseDate": "",
        "Postcode": school.postcode,
        "Easting": f"{school.easting:.0f}",
        "Northing": f"{school.northing:.0f}",
    }


def _calendar(school: DemoSchool, years: range) -> SchoolTerms:
    terms: list[DaySpan] = []
    breaks: list[DaySpan] = []
    inset: set[date] = set()
    for year in years:
        spans, halves = _school_year(year, independent=school.is_independent)
        terms += spans
        breaks += halves
        inset |= _inset_days(school, spans)
    return SchoolTerms(tuple(terms), tuple(breaks), frozenset(inset), hours=school.hours, school=school.name)


def _school_year(year: int, *, independent: bool) -> tuple[list[DaySpan], list[DaySpan]]:
    """Three terms with a week off in each; an independent school has longer holidays."""
    shorter = WEEK if independent else timedelta(0)
    autumn = DaySpan(_weekday_from(date(year, 9, 2)), _friday_by(date(year, 12, 21)) - shorter, f"Autumn {year}")
    spring_ends = _friday_by(date(year + 1, 4, 3))
    spring = DaySpan(_weekday_from(date(year + 1, 1, 4)), spring_ends, f"Spring {year + 1}")
    summer_starts = spring_ends + timedelta(days=17)
    summer = DaySpan(summer_starts, _friday_by(date(year + 1, 7, 23)) - shorter, f"Summer {year + 1}")
    october = _monday_by(date(year, 10, 28))
    halves = [
        DaySpan(october - shorter, october + timedelta(days=4), "Autumn half-term"),
        _week_of(_monday_by(date(year + 1, 2, 18)), "Spring half-term"),
        _week_of(_monday_by(date(year + 1, 5, 31)), "Summer half-term"),
    ]
    return [autumn, spring, summer], halves


def _inset_days(school: DemoSchool, terms: Sequence[DaySpan]) -> set[date]:
    """The first days of autumn and spring, and one Friday that differs from school to school."""
    fridays = [day for day in terms[2].days() if day.weekday() == FRIDAY]
    return {terms[0].first_day, terms[1].first_day, fridays[school.number % len(fridays)]}


def _week_of(monday: date, name: str) -> DaySpan:
    return DaySpan(monday, monday + timedelta(days=4), name)


def _monday_by(day: date) -> date:
    return day - timedelta(days=(day.weekday() - MONDAY) % 7)


def _friday_by(day: date) -> date:
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)


def _weekday_from(day: date) -> date:
    while day.weekday() > FRIDAY or is_bank_holiday(day):
        day += timedelta(days=1)
    return day
