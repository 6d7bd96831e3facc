"""What is noticed about harm outside the home: gifts, errands, debts, and who is afraid of whom."""

from alongside.demo import cast
from alongside.demo.tellings.shape import SCHOOL_PART, Asked, Planned, Telling, ToDo
from alongside.partners.states import FieldGroup as G

TWO_PHONES = Telling(
    key="two phones",
    tellers=frozenset({"school"}),
    ages=range(12, 17),
    fact="{name} came in with two new telephones and a cut across {his} palm. One telephone rang in every lesson. "
    "At the end of the day a grey car waited by the side gate and {he} got in without looking up.",
    opinion="I think that somebody older gives {him} things and now wants something for them.",
    allegation="{friend} says that {name} “goes country” at weekends and is not allowed to say no.",
    allegation_by="{friend}, a friend in the same year",
    voice="“I can’t say. Don’t ring my mum. He’ll know.”",
    where="Side gate of the school, {street}",
    consent="not_sought_unsafe",
    why_no_consent="The person in the car collects {him} from school. Asking at home could reach that person first.",
    others=(("{friend}", "witness", "told us"), ("not known", "suspected", "the driver of the grey car")),
    asked=Asked(
        cast.POLICE, (G.POLICE,), "Has {name} been reported missing or found away from home since September?",
        "Reported missing twice in eight weeks; found once at a railway station 60 miles away with no money. "
        "{He} was spoken to as a victim.",
        "There is a live enquiry that an answer in writing could harm. Please phone the desk sergeant.",
    ),
    level="acute",
    why_level="Gifts, injury, an adult who collects {him}, and fear of what happens if {he} tells.",
    decision="strategy",
    rationale="Signs of criminal exploitation with a present risk. Section 47 threshold is met; police, school and "
    "health to meet today.",
    feedback="We agree with you that {name} is at risk from somebody outside the family. The agencies met, and a named "
    "worker sees {him} from today. Please keep {his} place at lunch club: {he} feels safe there.",
    plan=Planned(
        reason="To make it safe for {name} to say no, and to find out who is asking.",
        goals=(
            ("I want to go home and not be scared who’s outside.", True),
            ("I want to play football again on Saturdays.", True),
        ),
        actions=(
            ToDo(cast.STEPPING_STONES, "Kez Marlow", "Meet {name} twice a week, away from school and home.", 7,
                 ("done", "Met four times. {He} chose the library; we walk.")),
            ToDo(SCHOOL_PART, "Head of year", "Let {him} leave by the front gate with a member of staff.", 5,
                 ("done", "In place since the first week.")),
            ToDo(cast.POLICE, "Dev Anand", "Find the keeper of the grey car.", 14,
                 ("impossible", "The plates were false. The car has not been seen since.")),
            ToDo(cast.COUNCIL, "Tomasz Wilk", "National referral mechanism: send the form, with {name} if {he} wants.",
                 20),
        ),
        review="{name} has slept at home for three weeks and has been in every lesson. The second telephone is gone. "
        "The form has been sent.",
        review_voice="“It’s quieter. Nobody’s rung.”",
    ),
    danger=True,
)  # fmt: skip

DEBT = Telling(
    key="a debt for a lost bag",
    tellers=frozenset({"school", "provider", "youth-justice"}),
    ages=range(13, 18),
    fact="{name} asked {his} form tutor to lend {him} forty pounds, then two hundred. {He} showed messages on {his} "
    "telephone: somebody wants money for a bag that was taken from {him} at {place}.",
    opinion="This looks like a debt that was made on purpose, so that {he} has to work it off.",
    voice="“I didn’t even know what was in it. Now I owe them for ever.”",
    where="{place}",
    others=(("not known", "suspected", "sends the messages"),),
    asked=Asked(
        cast.YOUTH_JUSTICE, (G.YOUTH_JUSTICE,), "Do you work with {name}, or has anything been sent to you?",
        "Open to us since the summer for one matter that {he} says {he} did for others. {He} keeps every appointment.",
    ),
    level="complex",
    why_level="A debt that {he} cannot pay, threats by message, and no adult at home who knows.",
    decision="early_help",
    rationale="{name} asked for help {himself}. A worker whom {he} trusts can act faster than an assessment; we look "
    "again in three weeks.",
    feedback="{name} has a worker who meets {him} after school. {He} agreed to it. If the messages start again, phone "
    "us on the same day.",
    plan=Planned(
        reason="To end the debt’s hold on {name} without putting {him} in more danger.",
        goals=(("I want it to stop and nobody get hurt for it.", True), ("Back at college three days a week.", False)),
        actions=(
            ToDo("crosskeys", "Conall Reyes-Dunn", "Talk through what {he} can say when they ring; practise it.", 10,
                 ("done", "{He} wrote {his} own three sentences.")),
            ToDo(cast.POLICE, "Dev Anand", "Take an account of the threats as a witness, if {he} is willing.", 14,
                 ("declined", "{name} is not willing now. We asked {him} to think about it and left a number.")),
            ToDo(cast.STEPPING_STONES, "Kez Marlow", "Meet {him} at the gym on Tuesdays.", 21),
        ),
        review="No messages for two weeks. {name} has changed {his} number and told {his} mother.",
        review_voice="“Mum didn’t shout. I thought she’d shout.”",
    ),
)  # fmt: skip

TAKEN_FOR_SOMEBODY = Telling(
    key="robbed on the way home",
    tellers=frozenset({"school", "police"}),
    ages=range(11, 17),
    role="victim",
    fact="{name} was pushed against a wall in {street} at ten to four and told to hand over {his} coat and telephone. "
    "It is the second time this month. {He} ran back to school in {his} shirt.",
    opinion="{He} now waits in the library until dark so as not to walk with the others. That makes it worse.",
    voice="“They said they know my bus. I’m not telling them anything, I just want a different way home.”",
    where="{street}",
    others=(("not known", "suspected", "two older boys"),),
    asked=Asked(
        cast.POLICE, (G.POLICE,), "Are there other reports from {street} at this time of day?",
        "Four in six weeks, all between half past three and half past four. Patrols from Monday.",
    ),
    level="vulnerable",
    why_level="Twice a victim in a month, and afraid; safe at home.",
    decision="early_help",
    rationale="A safe way home now, somebody to talk to, and the place dealt with by the police.",
    feedback="{name} will be met by a mentor for three weeks, and officers are in {street} after school. "
    "Thank you for walking {him} to the bus.",
    plan=Planned(
        reason="A safe way home, and {his} confidence back.",
        goals=(("I want to get the bus with my mates again.", True),),
        actions=(
            ToDo("tidewater", "Ama Birchall", "Walk with {him} and two friends for three weeks.", 21,
                 ("done", "By the third week they told me that they were fine, and they were.")),
            ToDo(cast.POLICE, "Bryn Astell", "Officers in {street} after school.", 10, ("done", "Ten school days.")),
        ),
        review="No more incidents. {name} takes the early bus with friends.",
        review_voice="“It’s just normal now.”",
    ),
)  # fmt: skip

CARRIED = Telling(
    key="a knife in a bag",
    tellers=frozenset({"school"}),
    ages=range(12, 17),
    fact="A kitchen knife was found in {name}’s bag in a search of the whole year. {He} cried and said that {he} had "
    "never taken it out. {He} was robbed at the same bus stop twice last month.",
    opinion="{He} carries it because {he} is afraid. {He} has never hurt anybody.",
    voice="“I’d rather be in trouble than get hurt again.”",
    where="School",
    consent="given",
    others=(),
    asked=Asked(
        cast.HOSPITAL, (G.HEALTH,), "Has {name} been seen with an injury this year?",
        "Seen once in March, a bruised rib. {He} said that {he} fell. The nurse noted that {he} would not sit by the "
        "window.",
    ),
    level="complex",
    why_level="Weapon carried out of fear, repeat victim, may lose {his} school.",
    decision="early_help",
    rationale="A child who is afraid needs safety before punishment. School agrees to keep {his} place while the plan "
    "runs.",
    feedback="We agree: {name} carries it because {he} is afraid. {He} keeps {his} place, a mentor starts on Monday, "
    "and the bus stop is on the police’s list.",
    plan=Planned(
        reason="{name} is safe enough not to need it.",
        goals=(("I want to walk past that stop and not think about it.", True), ("No day of school lost.", False)),
        actions=(
            ToDo(cast.STEPPING_STONES, "Kez Marlow", "Mentor twice a week, one session on what to do when afraid.", 14,
                 ("done", "Six sessions. {He} spoke about March in the fourth.")),
            ToDo(SCHOOL_PART, "Head teacher", "Keep {his} place; a meeting instead of exclusion.", 3,
                 ("done", "Held with {his} mother and the mentor.")),
            ToDo(cast.POLICE, "Bryn Astell", "Camera and patrol at the bus stop.", 30),
        ),
        review="In school every day. {He} takes the later bus with a friend, by choice.",
        review_voice="“I don’t think about it every day now.”",
    ),
)  # fmt: skip

AWAY = Telling(
    key="away for two nights",
    tellers=frozenset({"police", "provider"}),
    ages=range(13, 17),
    fact="{name} was missing for two nights and was found at {place} in somebody else’s coat, hungry, with a train "
    "ticket from a town by the sea.",
    opinion="{He} did not run away from home. {He} was sent.",
    voice="“I went to see a friend.” Then, later: “Can I just sleep first?”",
    where="{place}",
    consent="not_sought_unsafe",
    why_no_consent="We do not know yet who sent {him}, and somebody at home may be in debt to the same people.",
    others=(("{adult}", "trusted_adult", "an aunt whom {he} rang"),),
    asked=Asked(
        cast.CAMHS, (G.HEALTH,), "Is {name} known to you, and is {he} waiting for anything?",
        "Waiting since April for a first appointment. We can bring it forward to next Tuesday.",
    ),
    level="acute",
    why_level="Missing overnight, found far away, cannot account for the time.",
    decision="strategy",
    rationale="Section 47 threshold met. Strategy discussion with police, health and school today; return interview "
    "by somebody whom {he} chooses.",
    feedback="A strategy discussion was held on the same day. {name} sleeps at {his} aunt’s for now, with {his} "
    "mother’s agreement.",
    plan=Planned(
        reason="So that {name} is not sent away again, and has somebody to ring if {he} is.",
        goals=(("I want to stay at my auntie’s till it’s calmed down.", True),),
        actions=(
            ToDo(cast.STEPPING_STONES, "Kez Marlow", "Return interview, where {he} chooses.", 3,
                 ("done", "On a bench by the canal. {He} talked for an hour.")),
            ToDo(cast.CAMHS, "Ruth Ekwueme", "First appointment on Tuesday, with {his} aunt.", 8,
                 ("done", "They came. The next one is in two weeks.")),
            ToDo(cast.COUNCIL, "Jo Abara", "Agree with mother and aunt who rings whom, and when.", 6),
        ),
        review="Four weeks without a night away.",
        review_voice="“Auntie’s strict. It’s alright.”",
    ),
    danger=True,
)  # fmt: skip

STREETS = (TWO_PHONES, DEBT, TAKEN_FOR_SOMEBODY, CARRIED, AWAY)
