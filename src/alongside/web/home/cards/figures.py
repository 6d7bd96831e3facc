"""Cards of figures and places."""

from alongside.outcomes.queries import releases
from alongside.partners.roles import Permission
from alongside.programmes.queries import lessons
from alongside.web.home.cards.card import FIGURES, Provider, counted, to

CARDS: tuple[Provider, ...] = (
    to(
        "handover_overview",
        Permission.SEE_HANDOVERS,
        "Handovers in numbers",
        "How far the children named for secondary school are, and how many handovers are late.",
        group=FIGURES,
    ),
    to(
        "identity_quality",
        Permission.SEE_MATCHING,
        "How well records are matched",
        "The quality statement: errors with intervals, by agency and by group; alarms; the model’s card.",
        group=FIGURES,
    ),
    *(
        to(
            "pledges",
            permission,
            "Pledges",
            "What was promised, what was done, what shows it, and whether young people and residents find it kept.",
            group=FIGURES,
        )
        for permission in (Permission.KEEP_PLEDGES, Permission.ADVISE, Permission.RUN_NETWORK)
    ),
    *(
        to(
            "releases",
            permission,
            "Scoreboard",
            "Drawn up by one, signed off by another, then public for ever.",
            counted(releases.waiting, lambda number: f"{number} to sign"),
            group=FIGURES,
        )
        for permission in (Permission.PUBLISH, Permission.KEEP_MEASURES)
    ),
    to(
        "waits_figures_list",
        Permission.SEE_MEASURES,
        "Waits in figures",
        "How long children wait in each queue, with those who still wait, by need and group.",
        group=FIGURES,
    ),
    to(
        "measures",
        Permission.SEE_MEASURES,
        "Measures",
        "What is counted under which name, with versions and breaks; what police and hospital each see of violence.",
        group=FIGURES,
    ),
    to(
        "equality_list",
        Permission.SEE_MEASURES,
        "Is it fair?",
        "Who is referred, taken on, closed before help and how fast helped: groups compared, with their uncertainty.",
        group=FIGURES,
    ),
    to(
        "exploitation_figures",
        Permission.SEE_MEASURES,
        "Exploitation in figures",
        "National decisions, owners the same day, and return home interviews: whether they came in time.",
        group=FIGURES,
    ),
    to(
        "operations",
        Permission.SEE_OPERATIONS,
        "Operations",
        "Work on one place: planned, locked, tasked, written down, and what came of it.",
        group=FIGURES,
    ),
    to(
        "taskings",
        Permission.WRITE_ACTIVITY,
        "My taskings",
        "What your agency was asked to do at a place: accept it, and say how it ended.",
        group=FIGURES,
    ),
    to(
        "needs_list",
        Permission.SEE_MEASURES,
        "Needs assessments",
        "Drafted from the data under the Serious Violence Duty; every figure leads to where it came from.",
        group=FIGURES,
    ),
    to(
        "programme_lessons",
        Permission.DELIVER_LESSONS,
        "Lessons",
        "Write down a lesson in less than a minute, on a phone. Move one, or catch one up.",
        counted(lessons.silent_count, lambda number: f"{number} not written down"),
        group=FIGURES,
    ),
    to(
        "programme_list",
        Permission.SEE_PROGRAMMES,
        "Programmes in schools",
        "Whom they reach against the target, what is missing, what it costs, and what changed.",
        group=FIGURES,
    ),
    to(
        "places",
        Permission.SEE_PLACES,
        "Places",
        "Recorded crime by place, month and type, on a map and in a table.",
        group=FIGURES,
    ),
)
