"""The words by which needs assessments, their sections and figures are sorted."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class NeedsState(TextChoices):
    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Signed and published"
    WITHDRAWN = "withdrawn", "Withdrawn"


NEXT: dict[str, frozenset[str]] = {
    NeedsState.DRAFT: frozenset({NeedsState.SIGNED, NeedsState.WITHDRAWN}),
    NeedsState.SIGNED: frozenset({NeedsState.WITHDRAWN}),
    NeedsState.WITHDRAWN: frozenset(),
}


class FigureState(TextChoices):
    SHOWN = "shown", "Shown"
    HELD_BACK = "held_back", "Held back"
    GAP = "gap", "Not known"


class SectionKey(StrEnum):
    PRIORITIES = "priorities"
    DEFINITION = "definition"
    PEOPLE = "people"
    KINDS = "kinds"
    PLACES = "places"
    TIMES = "times"
    AGES = "ages"
    CAUSES = "causes"
    INEQUALITY = "inequality"
    HELP = "help"
    GAPS = "gaps"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the assessment: its heading, and what the Duty wants there, in words for whoever edits it."""

    key: SectionKey
    title: str
    asks: str
    is_by_hand: bool = False


# In the order of the document. What the Duty asks for: the kinds of serious violence in the area, their causes, whom
# they hurt, where and when, what help there is, what is not known, and what follows (PCSC Act 2022, section 8).
SECTIONS = (
    Section(SectionKey.PRIORITIES, "Summary and priorities", "The few things that must be done first, and why.", True),
    Section(
        SectionKey.DEFINITION, "What we count as serious violence",
        "The definition that your partners agreed: which offences, against whom, and what is left out. What stands there at "
        "first is one borough’s: put your own in its place.",
    ),
    Section(SectionKey.PEOPLE, "Who lives here", "How many people live here, and how many are young."),
    Section(SectionKey.KINDS, "Kinds of violence", "What kinds there are, how much of each, and whether it changes."),
    Section(SectionKey.PLACES, "Places", "Where it gathers. Wards, never addresses."),
    Section(SectionKey.TIMES, "Times", "In which months it was most, and in which hours, where that is known."),
    Section(SectionKey.AGES, "Who is affected: age and sex", "Who is hurt and who is at risk, as far as it is known."),
    Section(
        SectionKey.CAUSES, "What lies behind it",
        "Causes, and what protects: from research, from services, from residents and young people. Say whence you know.",
        True,
    ),
    Section(SectionKey.INEQUALITY, "Inequality", "Whether some groups are hurt more, or helped less. Name it openly."),
    Section(SectionKey.HELP, "Help, and waits for it", "What services there are, how many places, how long people wait."),
    Section(SectionKey.GAPS, "What we do not know", "Data that is missing, late or closed, and who could give it."),
    Section(
        SectionKey.NEXT, "What follows", "What each partner will do, by when, and how anybody will see that it was done.",
        True,
    ),
)  # fmt: skip
SECTION_OF = {one.key.value: one for one in SECTIONS}
