"""What is compared, and in which steps. The one declaration behind Splink on DuckDB, Splink on Spark and `score_pair`."""

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.analysis.linkage.conditions import (
    Common,
    Condition,
    Crossed,
    Edits,
    EndsInDigit,
    Equal,
    Flagged,
    LongerThan,
    Missing,
    PartOf,
    SameStart,
    Similar,
    SimilarAcross,
    StartOf,
    Swapped,
)
from alongside.analysis.linkage.logic import Every, Not, Shared, Some, Surely


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a comparison. `m` and `u` are where training starts, and where it stays when it cannot learn.

    A value in common counts the more the rarer it is. `frequency`: the column on whose value the two agree, and whose
    share stands for u. `rarity`: columns on which they agree in part; u is multiplied by how much commoner the values
    are than values on which two people agree by chance. `fixed` levels are never trained; `of_families` ones only
    where `Settings.families` is off.
    """

    label: str
    when: Condition | None
    m: float
    u: float
    frequency: str = ""
    rarity: tuple[str, ...] = ()
    fixed: bool = False
    of_families: bool = False

    def trained(self, families: bool) -> bool:
        return not self.fixed and not (self.of_families and families)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels in order: the first that holds counts. Where `missing` holds, the comparison says nothing."""

    name: str
    label: str
    missing: Condition
    levels: tuple[Level, ...]

    @property
    def top(self) -> int:
        """The value of the first level; the last has 0, a missing one -1 (as Splink counts)."""
        return len(self.levels) - 1

    def level(self, value: int) -> Level:
        return self.levels[self.top - value]

    def values(self) -> Iterator[tuple[int, Level]]:
        return zip(range(self.top, -1, -1), self.levels, strict=True)


SAME_FAMILY = Shared(
    Some(
        Equal("family_root"),
        Equal("family_first"),
        Equal("family_last"),
        Crossed("family_first", "family_last"),
        Similar("family", 0.921),
    )
)
_NEAR_FAMILY = Shared(
    Some(Similar("family", 0.883), Every(Edits("family", 1), LongerThan("family", 3)), Equal("family_sound"))
)
NEAR_GIVEN = Shared(
    Some(
        Equal("given_root"),
        Similar("given", 0.883),
        Every(Edits("given", 1), LongerThan("given", 3)),
        Every(Equal("given_sound"), Similar("given", 0.773)),
    )
)
# One first name in two spellings, as far as can be told.
ONE_GIVEN = Some(Equal("given_root"), Every(Equal("given_sound"), Similar("given", 0.773)))
_SHORT_GIVEN = Shared(Some(StartOf("given"), PartOf("given", 4)))
# The second names themselves may agree between brothers and sisters: in many families the second is the father's.
SECOND_FOR_FIRST = Shared(Some(Crossed("given_root", "middle_root"), SimilarAcross("given", "middle", 0.921)))
_SWAPPED = Shared(
    Some(Swapped("given", "family"), Swapped("given_root", "family_root"), Swapped("given_sound", "family_sound"))
)
# The first names may well be of one person. Missing names on the one side leave it open (None).
ALIKE_GIVEN = Some(
    NEAR_GIVEN,
    _SHORT_GIVEN,
    Surely(SECOND_FOR_FIRST),
    Surely(Crossed("given_root", "family_root")),
    Surely(_SWAPPED),
)
UNLIKE_GIVEN = Shared(Not(ALIKE_GIVEN))
# Nothing at all in the two first names is alike, not even their beginnings.
OTHER_GIVEN = Shared(Every(UNLIKE_GIVEN, Not(Similar("given", 0.703)), Not(SameStart("given", 3))))

NAME = Comparison(
    "name",
    "name",
    missing=Every(Missing("given"), Missing("family")),
    levels=(
        Level("same first name and surname", Equal("name"), 0.58, 2e-5, frequency="name"),
        Level("same name in another spelling or short form", Equal("root_name"), 0.06, 1e-5, frequency="root_name"),
        Level(
            "same names in another order",
            _SWAPPED,
            0.015,
            5e-6,
            frequency="root_name",
        ),
        Level(
            "same surname, the first name is the other's second",
            Every(SAME_FAMILY, SECOND_FOR_FIRST),
            0.015,
            1e-5,
            rarity=("family_root",),
        ),
        Level(
            "same surname, two like first names that both are usual",
            Every(SAME_FAMILY, NEAR_GIVEN, Not(ONE_GIVEN), Common("given")),
            0.01,
            6e-6,
            rarity=("family_root",),
        ),
        Level(
            "same surname, nearly the same first name",
            Every(SAME_FAMILY, NEAR_GIVEN),
            0.15,
            9e-6,
            rarity=("family_root",),
        ),
        Level(
            "same surname, first name shortened",
            Every(SAME_FAMILY, _SHORT_GIVEN, LongerThan("given", 1)),
            0.015,
            1.5e-5,
            rarity=("family_root",),
        ),
        Level(
            "same surname, initial of the first name",
            Every(SAME_FAMILY, StartOf("given")),
            0.008,
            1e-4,
            rarity=("family_root",),
        ),
        # Nearly all who are compared and share a surname but not a first name are brothers and sisters. A learnt
        # weight would say otherwise, since it takes twins for one child (they agree on all else); ten bits is about
        # what a surname and a home in common are worth.
        Level(
            "same surname, clearly another first name",
            Every(Some(SAME_FAMILY, _NEAR_FAMILY), OTHER_GIVEN),
            4e-6,
            4.096e-3,
            of_families=True,
        ),
        Level(
            "same first name, nearly the same surname",
            Every(Equal("given_root"), _NEAR_FAMILY),
            0.05,
            1e-5,
            rarity=("given_root", "family_root"),
        ),
        Level(
            "same first name, the surname is the other's second name",
            Every(
                Equal("given_root"), Some(Crossed("family_last", "middle_root"), Crossed("family_first", "middle_root"))
            ),
            0.01,
            5e-5,
            rarity=("given_root",),
        ),
        Level(
            "same first name, surname shortened",
            Every(NEAR_GIVEN, StartOf("family")),
            0.01,
            2e-5,
            rarity=("given_root",),
        ),
        Level("same first name, another surname", Equal("given_root"), 0.04, 4e-3, frequency="given_root"),
        Level("first name and surname roughly alike", Every(NEAR_GIVEN, _NEAR_FAMILY), 0.01, 1e-5),
        Level("the first name is the other's surname", Crossed("given_root", "family_root"), 0.003, 1e-4),
        Level("initials or beginnings agree", Every(_SHORT_GIVEN, StartOf("family")), 0.005, 1e-3),
        Level("same surname", Equal("family_root"), 0.02, 1e-3, frequency="family_root"),
        Level("another name", None, 0.02, 0.99),
    ),
)

# Two dates of which neither is the other with a slip, nor known to the year only.
OTHER_BIRTH = Every(
    Not(Flagged("birth_vague")), Not(Equal("birth_key")), Not(Equal("birth_month")), Not(Edits("birth", 2))
)

BIRTH = Comparison(
    "birth",
    "date of birth",
    missing=Missing("birth_year"),
    levels=(
        Level("same date", Every(Equal("birth"), Not(Flagged("birth_vague"))), 0.88, 1.5e-4),
        Level("day and month swapped", Every(Equal("birth_key"), Not(Flagged("birth_vague"))), 0.012, 5e-5),
        Level("same year, known to the year only", Every(Equal("birth_year"), Flagged("birth_vague")), 0.03, 2e-3),
        Level("one figure apart", Edits("birth", 1), 0.035, 5e-3),
        Level("same month and year", Equal("birth_month"), 0.006, 5e-3),
        Level("two figures apart", Edits("birth", 2), 0.012, 0.03),
        Level("same year", Equal("birth_year"), 0.01, 0.05),
        Level("another date", None, 0.015, 0.9),
    ),
)

SEX = Comparison(
    "sex", "sex", Missing("sex"), (Level("same", Equal("sex"), 0.985, 0.5), Level("different", None, 0.015, 0.5))
)

HOME = Comparison(
    "home",
    "home (address and telephone)",
    missing=Every(Missing("postcode"), Missing("phone"), Missing("street")),
    levels=(
        Level("same address", Equal("address"), 0.5, 2e-4, frequency="address"),
        Level("same telephone", Equal("phone"), 0.1, 1e-4, frequency="phone"),
        Level("same postcode", Equal("postcode"), 0.08, 1e-3, frequency="postcode"),
        Level(
            "nearly the same postcode, same house or street",
            Every(Edits("postcode", 1), Some(Equal("house"), Equal("street"))),
            0.02,
            1e-4,
        ),
        Level(
            "same house, same or nearly the same street",
            Every(Equal("house"), Some(Equal("street"), Similar("street", 0.921))),
            0.02,
            1e-5,
        ),
        Level("same street", Equal("street"), 0.005, 3e-4),
        Level("same neighbourhood", Equal("sector"), 0.04, 0.02),
        Level("another home", None, 0.22, 0.97),
    ),
)

MIDDLE = Comparison(
    "middle",
    "second names",
    missing=Missing("middle"),
    levels=(
        Level("same", Some(Equal("middle"), Equal("middle_root")), 0.75, 0.02),
        Level("shortened or nearly the same", Some(StartOf("middle"), Similar("middle", 0.883)), 0.15, 0.05),
        Level("different", None, 0.1, 0.93),
    ),
)

NHS = Comparison(
    "nhs",
    "NHS number",
    Missing("nhs"),
    (Level("same", Equal("nhs"), 0.978, 8e-5, fixed=True), Level("different", None, 0.022, 0.99992, fixed=True)),
)
# A temporary pupil number gives way to the permanent one: a child may have had several.
TWO_PUPILS = Every(Not(Equal("upn")), EndsInDigit("upn"))
UPN = Comparison(
    "upn",
    "Unique Pupil Number",
    Some(Missing("upn"), Not(Some(Equal("upn"), TWO_PUPILS))),
    (Level("same", Equal("upn"), 0.978, 8e-5, fixed=True), Level("different", None, 0.022, 0.99992, fixed=True)),
)
URN = Comparison(
    "urn",
    "agency's reference",
    missing=Missing("urn"),
    levels=(
        Level("same", Equal("urn"), 0.9, 8e-5, frequency="urn"),
        Level("one or two figures apart in one agency", Every(Equal("agency"), Edits("urn", 2)), 0.03, 1e-2),
        Level("different in one agency", Equal("agency"), 0.05, 0.5),
        # Where two agencies hold a number of a third, a slip in it says much. Mostly each has its own, and then as many
        # are this near for one person as for two, which training finds out.
        Level("one or two figures apart, in two agencies", Edits("urn", 2), 1e-4, 1e-4),
        Level("different, in two agencies", None, 0.02, 0.02, fixed=True),
    ),
)

COMPARISONS: tuple[Comparison, ...] = (NAME, BIRTH, SEX, HOME, MIDDLE, NHS, UPN, URN)
# Columns whose values count by how rare they are.
FREQUENCY_COLUMNS = tuple(
    dict.fromkeys(
        column
        for comparison in COMPARISONS
        for level in comparison.levels
        for column in (level.frequency, *level.rarity)
        if column
    )
)
# Columns of which the model knows the usual values.
COMMON_COLUMNS = ("given",)
