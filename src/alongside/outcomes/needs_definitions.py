"""What each figure of a needs assessment counts: code, version and words. A definition that changes gets a version."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """`is_process`: tells what was done, not what came of it."""

    code: str
    version: int
    name: str
    words: str
    is_process: bool = False


RESIDENTS = FigureDefinition(
    "residents", 1, "Residents",
    "People who lived in the area at the middle of the year, from the published population that was loaded. "
    "It is an estimate of the publisher, whose own error is not held here.",
)  # fmt: skip
RECORDED = FigureDefinition(
    "recorded-crime", 1, "Recorded crime",
    "Crimes that police forces recorded and published on data.police.uk, under the month that was published with them, "
    "counted by the boundary around the anonymised map point. What was never reported is not in it. “Violence and "
    "sexual offences” is one type there: it cannot be parted, and says nothing of knives or of ages.",
)  # fmt: skip
RECORDED_RATE = FigureDefinition(
    "recorded-crime-rate", 1, "Recorded crime for each thousand residents",
    "Recorded crime of the period over residents of the area, times a thousand. Busy places have more victims than "
    "residents: a high rate is no verdict on those who live there.",
)  # fmt: skip
PEAK_MONTH = FigureDefinition(
    "recorded-crime-peak", 1, "Month with most recorded violence",
    "The month of the period with most crimes of the type. One month stands out by chance more often than people think.",
)  # fmt: skip
REFERRED = FigureDefinition(
    "referrals", 1, "Referrals along a pathway",
    "Children and young people referred in the twelve months, each referral counted once, whatever came of it.",
    is_process=True,
)  # fmt: skip
MEDIAN_WAIT = FigureDefinition(
    "median-wait", 1, "Usual wait",
    "The time within which half of those who began to wait in the twelve months had left the queue, with those who still "
    "wait counted (Kaplan and Meier). In whole weeks.",
    is_process=True,
)  # fmt: skip
CLOSED_BEFORE = FigureDefinition(
    "closed-before-help", 1, "Closed before help",
    "Of the referrals of the twelve months, those that were closed before anybody had worked with the child.",
    is_process=True,
)  # fmt: skip
COMPARED = FigureDefinition(
    "compared", 1, "A group compared with all the others",
    "How often something happened in a group, over how often it happened among all the others, with a 95% interval. "
    "Only differences that stand after correction for all comparisons made. It says that two groups differ, not why.",
    is_process=True,
)  # fmt: skip
SERVICES = FigureDefinition(
    "listed-services", 1, "Services in the directory",
    "Services that stand in the public directory and take people, on the day of the draft.",
    is_process=True,
)  # fmt: skip
PLACES_AT_ONCE = FigureDefinition(
    "places-at-once", 1, "Places at once",
    "How many people the services under contract can support at the same time, from the terms of their contracts.",
    is_process=True,
)  # fmt: skip
HOSPITAL = FigureDefinition(
    "hospital-attendances", 1, "Attendances at hospital after an assault",
    "Attendances that a hospital recorded as after an assault, by month, from its anonymous record (ISTV). One person may "
    "come twice; whoever goes to another hospital, or to none, is not in it. It is never added to what police recorded.",
)  # fmt: skip
AGAINST_OTHERS = FigureDefinition(
    "change-against-others", 2, "Change here over change elsewhere",
    "How the count changed here from the year before, over how it changed in all other areas of the same publication "
    "together. One means that both changed alike. The 95% interval takes counts to vary as much more than "
    "chance as those of London boroughs did.",
)  # fmt: skip
NOT_HELD = FigureDefinition(
    "not-held", 1, "Not held",
    "Something that the needs assessment should say and that no data here can tell.",
)  # fmt: skip


# Under which code the registry of measures says at length what a figure counts: by the key of the figure.
REGISTRY = {
    "recorded-14": "police-uk-violence", "recorded-rate": "police-uk-violence", "recorded-10": "police-uk-robbery",
    "recorded-8": "police-uk-weapons", "ward": "police-uk-violence", "peak": "police-uk-violence",
    "hospital": "hospital-violence-attendances",
}  # fmt: skip


def registered(key: str) -> str:
    """The code in the registry for a figure's key (`ward-2` and `hospital-1` are counted as `ward` and `hospital`)."""
    return REGISTRY.get(key) or REGISTRY.get(key.rpartition("-")[0], "")
