"""How far the pupils of one class came, from its head counts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alongside.analysis.reach import Between, attending
from alongside.programmes.states import Stage

NOBODY = Between(0, 0, 0)


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What is known of one class. `head_counts`: one for each lesson that the class had, in whole or in part."""

    id: int
    school_urn: str
    ward_code: str
    ward_name: str
    school_year: int
    year_group: int
    need: str
    size: int
    lessons: int
    is_offered: bool
    is_declined: bool
    head_counts: tuple[int, ...]
    delivered: int
    written: int
    due: int
    measured: int
    last_day: date | None

    def is_over(self, school_year: int) -> bool:
        """Whether nothing more will come of it: it said no, its year is over, or it had every lesson."""
        return self.is_declined or self.school_year < school_year or len(self.head_counts) >= self.lessons


def half_of(lessons: int) -> int:
    return -(-lessons // 2)


def stages_of(one: ClassFacts) -> dict[Stage, Between]:
    """Pupils of the class by stage, each with the fewest and the most that its head counts allow."""
    size = one.size

    def at_least(lessons: int) -> Between:
        return attending(one.head_counts, size, lessons)

    return {
        Stage.ELIGIBLE: Between(size, size, size),
        Stage.OFFERED: Between(size, size, size) if one.is_offered or one.head_counts else NOBODY,
        Stage.STARTED: at_least(1),
        Stage.HALF: at_least(half_of(one.lessons)),
        Stage.FINISHED: at_least(one.lessons),
        Stage.MEASURED: Between(one.measured, one.measured, one.measured),
    }


def added(parts: Sequence[Between]) -> Between:
    return Between(sum(one.low for one in parts), sum(one.point for one in parts), sum(one.high for one in parts))
