"""What a needs assessment should say and no data here can: each a figure of its own, so that it stands in the gaps."""

from alongside.outcomes.needs_definitions import NOT_HELD
from alongside.outcomes.needs_drafts import gap
from alongside.outcomes.needs_figures.asking import Asked, Told
from alongside.outcomes.needs_states import SectionKey

ALWAYS = (
    ("victims", SectionKey.AGES, "Age, sex and ethnic group of those hurt in recorded violence",
     "What the police publish has no age, sex or ethnic group of victims. The force could give counts by group."),
    ("knives", SectionKey.KINDS, "Knife crime, and knife crime with injury of people under 25",
     "What data.police.uk publishes has no flag for knives. Where the force gives counts by age, they stand on the public "
     "scoreboard by half-year, small ones held back; a sum here would give those away."),
    ("unreported", SectionKey.GAPS, "Violence that nobody reported",
     "Most violence is never reported to the police. Surveys of residents and young people would tell of it."),
    ("schools", SectionKey.GAPS, "Exclusions, suspensions and absence by school",
     "Schools and the council hold them; none is given to Alongside as counts."),
    ("probation", SectionKey.GAPS, "Adults on probation for violence, by ward",
     "Probation holds it; none is given to Alongside as counts."),
)  # fmt: skip


def figures(asked: Asked) -> list[Told]:
    return [Told(gap(key, section, label, why, asked.place.name, NOT_HELD)) for key, section, label, why in ALWAYS]
