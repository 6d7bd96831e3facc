"""What a needs assessment should say and no data here can: each a figure of its own, so that it stands in the gaps."""

from alongside.outcomes.needs_definitions import NOT_HELD
from alongside.outcomes.needs_drafts import gap
from alongside.outcomes.needs_figures.asking import Asked, Told
from alongside.outcomes.needs_states import SectionKey
from alongside.places.incident_states import Audience, Measured
from alongside.places.queries.area_months import count_sources

ALWAYS = (
    ("victims", SectionKey.AGES, "Age, sex and ethnic group of those hurt in recorded violence",
     "What the police publish has no age, sex or ethnic group of victims. The force could give counts by group."),
    ("knives", SectionKey.KINDS, "Knife crime, and knife crime with injury of people under 25",
     "What the police publish has no flag for knives. The force could give counts; three definitions are in use."),
    ("unreported", SectionKey.GAPS, "Violence that nobody reported",
     "Most violence is never reported to the police. Surveys of residents and young people would tell of it."),
    ("schools", SectionKey.GAPS, "Exclusions, suspensions and absence by school",
     "Schools and the council hold them; none is given to Alongside as counts."),
    ("probation", SectionKey.GAPS, "Adults on probation for violence, by ward",
     "Probation holds it; none is given to Alongside as counts."),
)  # fmt: skip


def figures(asked: Asked) -> list[Told]:
    always = [Told(gap(key, section, label, why, asked.place.name, NOT_HELD)) for key, section, label, why in ALWAYS]
    return [*always, _hospital(asked)]


def _hospital(asked: Asked) -> Told:
    held = [one for one in count_sources() if one.measured is Measured.HOSPITAL]
    label = "Assaults treated in hospital"
    if not held:
        why = "No counts of hospitals are held. Most violence treated there is in no police record (ISTV, monthly)."
    elif all(one.audience == Audience.STUDY for one in held):
        why = "Held, and closed: the agreement lets analysts study it and lets nobody publish it."
    else:
        why = "Held as counts with small ones held back, on a page of its own: no total can be told beside it."
    return Told(gap("hospital", SectionKey.GAPS, label, why, asked.place.name, NOT_HELD))
