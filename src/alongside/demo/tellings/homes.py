"""What is noticed about home: quarrels overheard, hungry mornings, children who look after others."""

from alongside.demo import cast
from alongside.demo.tellings.shape import SCHOOL_PART, Asked, Planned, Telling, ToDo
from alongside.partners.states import FieldGroup as G

UPSTAIRS = Telling(
    key="upstairs while they argued",
    tellers=frozenset({"police"}),
    ages=range(5, 15),
    role="witness",
    fact="Called to the address at twenty past eleven at night. Two adults had argued; a door was broken. {name} was "
    "upstairs, awake, with a chair against the bedroom door. Nobody was hurt.",
    opinion="{He} has heard this before: {he} knew what to do.",
    voice="“I put the chair there because it works.”",
    where="Home",
    others=(("{adult}", "family", "{his} mother, the victim"), ("not known", "suspected", "mother’s former partner")),
    asked=Asked(
        cast.HOSPITAL, (G.HEALTH,), "Has {his} mother or {name} been seen for an injury this year?",
        "{name}: no. About {his} mother we can tell more to her own worker, with her consent.",
    ),
    level="complex",
    why_level="A child who plans for violence at home; third call in a year.",
    decision="assessment",
    rationale="Third incident with a child in the home. Section 17 assessment, together with {his} mother’s worker.",
    feedback="An assessment has begun, with {his} mother’s agreement. {His} school was told before the next morning.",
    plan=Planned(
        reason="A quiet house for {name}, and help for {his} mother that she wants.",
        goals=(("I want to sleep without the chair.", True),),
        actions=(
            ToDo("kite-and-anchor", "Nilufar Hatch", "Visit on Wednesdays while {name} is at school.", 14,
                 ("done", "Three visits. She chose the locks.")),
            ToDo(SCHOOL_PART, "Class teacher", "A soft start in the morning; no questions.", 5, ("done", "Every day.")),
            ToDo(cast.POLICE, "Dev Anand", "Serve the order and tell {his} mother when it is done.", 9),
        ),
        review="Locks changed, order served. {name} sleeps.",
        review_voice="“The chair’s at my desk now.”",
    ),
)  # fmt: skip

CARER = Telling(
    key="looks after the others",
    tellers=frozenset({"school", "hospital"}),
    ages=range(9, 17),
    fact="{name} has been late eleven times since half-term. {He} takes two younger children to school first, cooks in "
    "the evening, and fell asleep in the medical room twice this week.",
    opinion="{He} is proud of it and worn out by it.",
    voice="“If I stop, it all stops. Mum can’t do stairs some days.”",
    others=(("{adult}", "family", "{his} mother, who is ill"),),
    asked=Asked(
        cast.HOSPITAL, (G.HEALTH,), "Does anybody visit {his} mother at home?",
        "A nurse comes once a week. Nobody had asked who does the rest; now they will.",
    ),
    level="vulnerable",
    why_level="Young carer without support; attendance falling; loved and safe.",
    decision="early_help",
    rationale="Early help with the family’s agreement: a young carers’ worker, and help with mornings.",
    feedback="A family worker visits next week. {name} is on the young carers’ list, and the nurse now asks {his} "
    "mother what she needs.",
    plan=Planned(
        reason="So that the family’s mornings do not rest on {name}.",
        goals=(("I want one day where I’m just in my form group on time.", True), ("Mum gets help with stairs.", True)),
        actions=(
            ToDo("kite-and-anchor", "Nilufar Hatch", "Walk the younger ones to school on Mondays and Fridays.", 10,
                 ("done", "Started; the youngest holds my hand now.")),
            ToDo(cast.COUNCIL, "Jo Abara", "Ask adult social care for an assessment of {his} mother.", 7,
                 ("done", "Booked for the 14th.")),
            ToDo(SCHOOL_PART, "Form tutor", "No late marks before half past nine on Tuesdays and Thursdays.", 3,
                 ("done", "Agreed with the office.")),
        ),
        review="On time eight days in ten. {name} joined the young carers’ trip.",
        review_voice="“We went bowling. I was terrible.”",
    ),
)  # fmt: skip

HUNGRY = Telling(
    key="asks for seconds",
    tellers=frozenset({"school"}),
    ages=range(5, 12),
    fact="{name} eats everything on the plate and asks what becomes of what is left. {He} wore the same shirt from "
    "Monday to Thursday and has grown out of {his} shoes.",
    opinion="I do not think that {he} is unloved. I think that there is no money.",
    voice="“We have toast on Sundays, the good kind.”",
    level="universal",
    why_level="Money trouble without other worries.",
    decision="advice",
    rationale="The family may have money that it does not claim, and school has breakfast. No other agency is needed.",
    feedback="We see no other worry. Please offer breakfast club and the uniform cupboard; the council’s money advice "
    "line will ring {his} mother on Thursday, as she wished.",
)  # fmt: skip

MOVED_AGAIN = Telling(
    key="the third home in two years",
    tellers=frozenset({"school", "camhs"}),
    ages=range(6, 16),
    fact="The family has moved for the third time in two years. {name} now travels an hour and ten minutes each way "
    "and has stopped bringing {his} instrument.",
    opinion="{He} holds a great deal together. I would like somebody to look before it gives way.",
    voice="“If I change school again I’m not learning anyone’s name.”",
    level="vulnerable",
    why_level="Repeated moves, a long journey, a child who withdraws.",
    decision="early_help",
    rationale="A worker who can speak for the family to housing, and a place for the instrument at school.",
    feedback="A family worker has begun. Housing has been asked for a home nearer to school; their agreement to share "
    "with us has lapsed, so we ask the family to bring the letters.",
    plan=Planned(
        reason="So that {name} can stay at one school.",
        goals=(("I want to stay here till I finish.", True),),
        actions=(
            ToDo("kite-and-anchor", "Nilufar Hatch", "Go through the letters from housing with {his} father.", 12,
                 ("done", "Two were unopened. One had good news.")),
            ToDo(SCHOOL_PART, "Music teacher", "A locker for the instrument, and a lesson at lunch.", 6,
                 ("done", "{He} plays on Wednesdays.")),
        ),
        review="An offer twenty minutes from school. They move in spring.",
        review_voice="“I counted the stops. It’s six.”",
    ),
)  # fmt: skip

NOT_FIRST_TIME = Telling(
    key="does not want to go home on Fridays",
    tellers=frozenset({"school"}),
    ages=range(7, 14),
    fact="On three Fridays {name} hid at the end of the day. Last Friday {he} said that {he} would rather sleep in the "
    "book corner. There is a mark on {his} arm that {he} says is from the door.",
    opinion="Something happens at weekends. I do not know what.",
    allegation="A neighbour told the office that “there is always shouting when he comes”.",
    allegation_by="A neighbour, by telephone; did not give a name",
    voice="“Can it be Monday first?”",
    consent="not_sought_unsafe",
    why_no_consent="We do not know who is at home at weekends. Asking could make it worse before anybody can act.",
    asked=Asked(
        cast.POLICE, (G.POLICE,), "Has anybody been called to this address at a weekend?",
        "Twice since June, both closed without further action. The caller did not give a name.",
    ),
    level="acute",
    why_level="A mark, fear of home at known times, and calls to the address.",
    decision="strategy",
    rationale="A child afraid to go home, with a mark. Strategy discussion before the end of the school day.",
    feedback="You were right to ring. A social worker spoke with {name} at school before home time, and {he} did not "
    "have to choose where to sleep.",
    plan=Planned(
        reason="{name} is safe from Friday to Monday.",
        goals=(("I want Nan to come on Fridays.", True),),
        actions=(
            ToDo(cast.COUNCIL, "Tomasz Wilk", "See {name} at school each Friday until the review.", 7,
                 ("done", "Three Fridays. {He} brings a book.")),
            ToDo(cast.HOSPITAL, "Solveig Marchetti", "A doctor looks at the arm, with {his} nan there.", 2,
                 ("done", "Seen on the same day.")),
        ),
        review="{His} grandmother stays at weekends; the visitor does not come.",
        review_voice="“Nan snores. I don’t mind.”",
    ),
    danger=True,
)  # fmt: skip

HOMES = (UPSTAIRS, CARER, HUNGRY, MOVED_AGAIN, NOT_FIRST_TIME)
