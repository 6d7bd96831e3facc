"""What is noticed about health, waiting, and children who are between places."""

from alongside.demo import cast
from alongside.demo.tellings.shape import SCHOOL_PART, Asked, Planned, Telling, ToDo
from alongside.partners.states import FieldGroup as G

CUT = Telling(
    key="a cut that does not fit the story",
    tellers=frozenset({"hospital"}),
    ages=range(13, 18),
    role="victim",
    fact="{name} came at two in the morning with a cut on the forearm and an older boy who spoke for {him}. Alone with "
    "the nurse {he} asked whether the police are always told. Seven stitches. {He} left before the youth worker came.",
    opinion="The cut is from a blade held by somebody else. {He} wanted to say more.",
    voice="“If I tell you, does it get back to my road?”",
    where="Emergency department",
    consent="refused",
    why_no_consent="{He} refused. A child with a wound from a blade, afraid of a named street: we share to protect "
    "{him}.",
    others=(("not known", "other", "an older boy who came with {him}"),),
    asked=Asked(
        cast.YOUTH_JUSTICE, (G.YOUTH_JUSTICE,), "Is there a worker whom {name} trusts?",
        "Yes. They walk on Tuesdays. She can go to {him} today.",
    ),
    level="acute",
    why_level="Wounded, afraid to go home, left with somebody who may have been there.",
    decision="strategy",
    rationale="A wounded child who is afraid. Strategy discussion now; the worker whom {he} trusts goes first.",
    feedback="{name} was seen the same day by somebody whom {he} trusts. The stitches come out on Tuesday, and {he} "
    "will be brought.",
    plan=Planned(
        reason="The moment after an injury is one at which {name} may accept help.",
        goals=(("I want to stay at my cousin’s for a bit.", True), ("The arm heals.", False)),
        actions=(
            ToDo(cast.STEPPING_STONES, "Kez Marlow", "See {him} within a day, at {his} cousin’s.", 2,
                 ("done", "Next morning. Tea, then talk.")),
            ToDo(cast.HOSPITAL, "Solveig Marchetti", "Stitches out, with {his} worker in the room.", 8,
                 ("done", "Healed well.")),
            ToDo(cast.YOUTH_JUSTICE, "Mirembe Stroud", "Walk on Tuesdays, from the cousin’s side.", 20),
        ),
        review="{name} stays with {his} cousin. {He} has begun at the college nearer there.",
        review_voice="“Nobody knows me there. It’s great.”",
    ),
    danger=True,
)  # fmt: skip

WAITING = Telling(
    key="waits since spring",
    tellers=frozenset({"school", "camhs"}),
    ages=range(10, 17),
    fact="{name} has waited for help since spring. This term {he} eats alone, wears long sleeves in the heat, and gave "
    "away {his} sketchbooks.",
    opinion="I am more worried than in spring.",
    voice="“It’s fine. Other people need it more.”",
    others=(("{adult}", "family", "{his} father; knows that we write"),),
    asked=Asked(
        cast.CAMHS, (G.HEALTH,), "How long will {name} still wait, and can anybody see {him} now?",
        "Next on the list was in eleven weeks. With what you write we see {him} on Thursday.",
    ),
    level="complex",
    why_level="Waiting while {he} becomes worse; signs of harm to {himself}; family supports {him}.",
    decision="early_help",
    rationale="CAMHS brings the appointment forward. A worker stays near {him} until then.",
    feedback="{name} is seen on Thursday. Until then {his} father knows whom to ring at night, and so do you.",
    plan=Planned(
        reason="Nobody waits alone.",
        goals=(("I want my sketchbooks back actually.", True),),
        actions=(
            ToDo(cast.CAMHS, "Ruth Ekwueme", "First appointment on Thursday.", 5, ("done", "Came with {his} father.")),
            ToDo(SCHOOL_PART, "Art teacher", "Ask for the sketchbooks back, without a fuss.", 4,
                 ("done", "All but one.")),
            ToDo("kite-and-anchor", "Nilufar Hatch", "See the father on Mondays.", 20),
        ),
        review="Three appointments kept. {name} draws.",
        review_voice="“She asks good questions. Weird ones.”",
    ),
)  # fmt: skip

NEW_HERE = Telling(
    key="new in the country",
    tellers=frozenset({"school", "housing"}),
    ages=range(11, 17),
    fact="{name} came three weeks ago, to stay with a man whom {he} calls uncle. {He} has no papers with {him}, sleeps "
    "on a sofa, and works in a car wash before school.",
    opinion="I doubt that they are related. {He} looks to him before {he} answers.",
    voice="“I must say thank you to uncle. He paid the ticket.”",
    consent="not_sought_unsafe",
    why_no_consent="The adult who would be asked is the one about whom we worry.",
    others=(("not known", "suspected", "a man called uncle"),),
    asked=Asked(
        cast.POLICE, (G.POLICE,), "Is the car wash at {place} known to you?",
        "Visited last year by the labour inspectors. A joint visit can be made this week.",
    ),
    level="acute",
    why_level="Probable trafficking for labour; alone with the adult concerned.",
    decision="strategy",
    rationale="Strategy discussion; national referral mechanism; a safe place to stay tonight.",
    feedback="{name} is safe tonight and has an interpreter whom {he} likes. We tell you more after Thursday.",
    plan=Planned(
        reason="{name} is a child with rights here, and learns them from people {he} can trust.",
        goals=(("I want to learn English and send a letter to my mother.", True),),
        actions=(
            ToDo(cast.COUNCIL, "Tomasz Wilk", "National referral mechanism: send, with the interpreter.", 4,
                 ("done", "Sent on Tuesday.")),
            ToDo(SCHOOL_PART, "Class teacher", "A friend at lunch who speaks {his} language.", 6,
                 ("done", "They are inseparable.")),
        ),
        review="Reasonable grounds were found. {name} stays with a foster family.",
        review_voice="“The dog sleeps on my bed.”",
    ),
    danger=True,
)  # fmt: skip

LAST_YEAR = Telling(
    key="about to start secondary school",
    tellers=frozenset({"school"}),
    ages=range(9, 12),
    fact="{name} cries when secondary school is spoken of, and said that the big boys at the bus stop already know "
    "{his} name. {He} has been sent to the shop for them twice.",
    opinion="{He} is being tried out. If somebody stands with {him} now, it ends here.",
    voice="“They said I’m useful.”",
    where="Bus stop, {street}",
    level="vulnerable",
    why_level="First approaches by older boys, before a change of school.",
    decision="early_help",
    rationale="A mentor through the summer and a named adult at the new school before the first day.",
    feedback="A mentor starts next week and goes with {name} to the new school’s open evening.",
    plan=Planned(
        reason="{name} starts secondary school with somebody beside {him}.",
        goals=(("I want to know where to eat lunch.", True),),
        actions=(
            ToDo("tidewater", "Ama Birchall", "Open evening together; show {him} the back way in.", 20,
                 ("done", "We found the canteen. Twice.")),
            ToDo(SCHOOL_PART, "Year 6 teacher", "Letter of handover, read to {him} first.", 15),
        ),
        review="{name} has walked to the new school and back alone.",
        review_voice="“You can see the canal from science.”",
    ),
)  # fmt: skip

NOTHING_IN_IT = Telling(
    key="a rumour",
    tellers=frozenset({"school", "police"}),
    ages=range(8, 17),
    fact="A parent wrote to us that {name} “hangs round with the wrong people”. We have seen nothing of the kind: {he} "
    "is in school, does {his} work and goes to swimming.",
    opinion="I pass it on because I was asked to. I do not share it.",
    allegation="“Everybody knows what that family is like.”",
    allegation_by="Another parent, by e-mail",
    voice="",
    no_voice="We have not told {him} of it, so as not to hurt {him} with a rumour.",
    level="universal",
    why_level="No fact of any worry; an allegation without ground.",
    decision="no_action",
    rationale="Nothing in any agency’s record bears it out. What is only said of a family stays out of a child’s "
    "record.",
    feedback="We looked and found nothing. No further action. Thank you for saying plainly what you had seen and what "
    "not.",
)  # fmt: skip

WAITS = (CUT, WAITING, NEW_HERE, LAST_YEAR, NOTHING_IN_IT)
