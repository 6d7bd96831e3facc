"""What the invented operations say: places and times, and nobody by name."""

from dataclasses import dataclass

from alongside.demo import cast


@dataclass(frozen=True, slots=True)
class TaskText:
    """`to` is how it ended, empty where nobody has answered; `days` after the first day it is due."""

    username: str
    doer: str
    team: str
    tactic: str
    what: str
    where: str
    days: int
    to: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    name: str
    why: str
    scanning: str
    analysis: str = ""
    outcome: str = ""
    definition: str = ""
    definition_changed: str = ""
    change: str = ""
    assessment: str = ""
    tactics: tuple[tuple[str, str, str], ...] = ()
    taskings: tuple[TaskText, ...] = ()


LAPWING = Text(
    name="Operation Lapwing",
    why="Robbery and fights with knives on the waterfront, most of all when school ends and when the pubs close.",
    scanning="The waterfront has had more robbery and violence than any place in the borough for a year. Residents "
    "named it first at three ward panels. Most of those harmed are under 20.",
    analysis="Two crowds meet on the steps: pupils who change buses, and drinkers. The steps are dark and cannot be "
    "seen into. Two shops on the parade sold a knife to a volunteer. Patrols in cars pass the place and do not stop.",
    outcome="Street violence in the hot spot: robbery, theft from the person, violence, possession of weapons",
    definition="Recorded crime of these four types at map points within the outline, by the month of recording. "
    "Violence at home is in it, as the police publish the two together.",
    definition_changed="Recorded crime of these four types at map points within the outline, by the month of "
    "recording. Violence at home is in it. Crimes without a map point are left out.",
    change="It was not said what becomes of crimes without a map point. They are left out, before and after.",
    assessment="The tactics were done as planned but for the lamps, which came four months late. Arrests and seizures "
    "say that we worked, not that it worked. Whether there is less violence is for the evaluation: months after a peak "
    "are often quieter by themselves.",
    tactics=(
        ("hot_spot_patrol", cast.POLICE, "On foot, 15 minutes at each of three spots, 3pm to 5pm and 9pm to midnight."),
        ("knife_sweep", cast.POLICE, "The planters and the steps, once a fortnight, with wardens."),
        ("test_purchase", cast.POLICE, "Every shop on the parade, twice."),
        ("design", cast.COUNCIL, "Lamps on the steps, and the hedge cut to a metre."),
        ("youth_outreach", cast.STEPPING_STONES, "Two workers at the youth room and the bus stops, three afternoons."),
    ),
    taskings=(
        TaskText(
            "saoirse", cast.COUNCIL, "Street lighting", "design", "Mend the lamps on the steps and cut the hedge.",
            "The waterfront steps", 40, "not_done", "The contractor has no lamps of this kind before the spring.",
        ),
        TaskText(
            "kez", cast.STEPPING_STONES, "Outreach team", "youth_outreach", "Be at the bus stops when school ends.",
            "The waterfront", 150, "done", "Every week but two. A quiet room opened on Thursdays.",
        ),
        TaskText(
            "garrick", cast.HOUSING, "Estate team", "engagement", "Knock at every door that looks onto the steps.",
            "Quay Court", 21, "done", "31 of 44 doors opened. They want the lamps and a bench less.",
        ),
        TaskText(
            "bryn", cast.POLICE, "Neighbourhood team", "licensing_visit", "See the four licensed shops about closing.",
            "The parade", 14, "done", "All four close the hatch at eleven.",
        ),
    ),
)  # fmt: skip

CURLEW = Text(
    name="Operation Curlew",
    why="Groups wait for pupils at the station approach, and phones are taken, from half past three until six.",
    scanning="Calls about robbery at the station approach have doubled since September, nearly all between half past "
    "three and six on school days.",
    analysis="The approach has one way out once the gate is shut. Pupils of three schools pass it within half an hour. "
    "Nobody in authority stands there.",
    outcome="Street violence at the station approach: robbery, theft from the person, violence, possession of weapons",
    definition="Recorded crime of these four types at map points within the outline, by the month of recording.",
    tactics=(
        ("school_gate", cast.POLICE, "Two officers at the gate, half past three to five, every school day."),
        ("youth_outreach", cast.STEPPING_STONES, "Two workers at the bus stops on Tuesdays and Thursdays."),
        ("transport", cast.COUNCIL, "The second gate open until six."),
    ),
    taskings=(
        TaskText(
            "saoirse", cast.COUNCIL, "Community safety", "transport", "Have the second gate kept open until six.",
            "The station approach", 18, "done", "The station opens it from Monday on.",
        ),
        TaskText(
            "garrick", cast.HOUSING, "Estate team", "cameras", "Turn the camera of the garages towards the approach.",
            "The garages", 19, "accepted", "The engineer is ordered.",
        ),
        TaskText(
            "kez", cast.STEPPING_STONES, "Outreach team", "youth_outreach", "Ask pupils which way they would rather go.",
            "The bus stops", 26,
        ),
    ),
)  # fmt: skip

TEAL = Text(
    name="Operation Teal",
    why="Robbery between school and home, on the footpath where the lamps are out.",
    scanning="Six calls in a month on the footpath. Two schools say that pupils go round by the main road now.",
)

POWER = {
    "where": "From the quay wall to the main road, and between the two bridges, as drawn on the authorisation.",
    "grounds": "Two people were stabbed within a day, and those who know the groups expect an answer. Patrols and "
    "outreach alone have not kept the groups apart.",
    "child_welfare": "Pupils cross the area at half past three. Officers speak to a child with an adult by where they "
    "can, nobody under 10 is directed to leave, and the front door is told the same evening of each child met.",
    "equality": "Young Black men are searched most often here. Each record is looked at by somebody else within a "
    "week, and the community panel sees the figures by ethnicity and age.",
}
