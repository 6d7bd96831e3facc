"""What is noticed among friends and on telephones: pictures sent on, older company, names called."""

from alongside.demo import cast
from alongside.demo.tellings.shape import SCHOOL_PART, Asked, Planned, Telling, ToDo
from alongside.partners.states import FieldGroup as G

PICTURE = Telling(
    key="a picture sent on",
    tellers=frozenset({"school"}),
    ages=range(12, 17),
    role="victim",
    fact="A private picture of {name} was sent round the year group on Thursday. {He} showed us the first message. "
    "We did not look at the picture and have kept no copy.",
    opinion="{He} is ashamed of something that was done to {him}.",
    voice="“I don’t want assemblies about it. I want it gone.”",
    others=(("not known", "suspected", "sent it on first"),),
    asked=Asked(
        cast.CAMHS, (G.HEALTH,), "Is {name} known to you? {He} says that {he} does not sleep.",
        "Not known before. We offer a telephone call with {him} this week.",
    ),
    level="vulnerable",
    why_level="Harm by others online; family supports {him}; not sleeping.",
    decision="early_help",
    rationale="Removal through the helpline for children, a worker of {his} choice, and school deals with those who "
    "sent it on.",
    feedback="The picture has been reported for removal with {name} beside us. A worker meets {him} on Monday. Please "
    "do as {he} asked: no assembly.",
    plan=Planned(
        reason="{name} decides what is said about {him}, and sleeps.",
        goals=(("I want to do drama without everyone looking.", True),),
        actions=(
            ToDo("lantern-yard", "Imre Castell", "Report each copy with {him}; teach {him} how to do it alone.", 7,
                 ("done", "Two copies gone within a day.")),
            ToDo(SCHOOL_PART, "Head of year", "Speak to those who sent it on, one by one, with parents.", 9,
                 ("done", "Five families. Four letters of apology.")),
            ToDo(cast.CAMHS, "Ruth Ekwueme", "Telephone call about sleep.", 6, ("done", "Call held; a second agreed.")),
        ),
        review="No new copies in four weeks. {name} has a part in the spring play.",
        review_voice="“I’m the witch. It’s the best part.”",
    ),
)  # fmt: skip

OLDER = Telling(
    key="an older friend",
    tellers=frozenset({"school", "camhs", "provider"}),
    ages=range(13, 17),
    sex="female",
    fact="{name} speaks of a boyfriend who “has his own place” and will not say how old he is. She has a new coat, "
    "leaves early on Wednesdays, and has stopped eating with her friends.",
    opinion="I am worried that he is a man, and that the gifts are not gifts.",
    allegation="{friend} says that he is 24 and that there are other girls.",
    allegation_by="{friend}, her friend since primary school",
    voice="“You’d like him if you met him. Everyone’s so negative.”",
    consent="not_sought_unsafe",
    why_no_consent="If she hears of it at home before anybody has spoken with her, we think that she will go to him.",
    others=(("{friend}", "witness", "told us"), ("not known", "suspected", "the older man")),
    asked=Asked(
        cast.HOSPITAL, (G.HEALTH,), "Has {name} come to you this year, and with whom?",
        "Once, in September. She came with a man who answered for her. The nurse asked to see her alone and he left.",
    ),
    level="complex",
    why_level="Probable sexual exploitation; she does not see it so; other girls may be in danger.",
    decision="assessment",
    rationale="Assessment with a worker from the exploitation team. She is a child and cannot agree to this.",
    feedback="Thank you: nobody else had all of this together. A worker who is good at going slowly has met {name} "
    "once and will again. Please keep her friends close.",
    plan=Planned(
        reason="{name} has people around her whom she did not choose.",
        goals=(("I want people to stop deciding stuff without me.", True), ("Her friends are hers again.", False)),
        actions=(
            ToDo("lantern-yard", "Imre Castell", "Meet {name} weekly; begin with what she wants.", 7,
                 ("done", "Four times. She asked about a college for hair.")),
            ToDo(cast.POLICE, "Dev Anand", "Find the address; a warning notice to the adult.", 21),
            ToDo(SCHOOL_PART, "Designated safeguarding lead", "Wednesdays: lunch and the art room, with {friend}.", 5,
                 ("not_done", "She was away that week. We begin again on Wednesday.")),
        ),
        review="{name} has told her worker his name. She has not seen him for two weeks.",
        review_voice="“He got weird when I said no. So that was that.”",
    ),
)  # fmt: skip

NAMED = Telling(
    key="called by a brother’s name",
    tellers=frozenset({"school"}),
    ages=range(10, 16),
    role="victim",
    fact="{name} has been called by {his} older brother’s name all week and pushed twice. {His} brother’s case was in "
    "the local paper. Today {he} hit back.",
    opinion="{He} is being made to answer for somebody else.",
    voice="“I’m not him. I’m literally not him.”",
    where="Canteen",
    level="vulnerable",
    why_level="Bullied for a relative; at risk of exclusion.",
    decision="early_help",
    rationale="A mentor of {his} own, and school meets the others’ families. Nothing is known against {name}.",
    feedback="A mentor starts on Tuesday. Nothing that is recorded about anybody else stands in {name}’s record.",
    plan=Planned(
        reason="{name} is known for {himself}.",
        goals=(("I want to be picked for me.", True),),
        actions=(
            ToDo("tidewater", "Ama Birchall", "Mentor on Tuesdays; the chess club if {he} likes.", 10,
                 ("done", "{He} beats me every week.")),
            ToDo(SCHOOL_PART, "Head of year", "Meet the other two families.", 8, ("done", "Both came.")),
        ),
        review="No more incidents. {name} plays for the school’s chess team.",
        review_voice="“Board three. Next year board one.”",
    ),
)  # fmt: skip

CHAT = Telling(
    key="added to a group chat",
    tellers=frozenset({"school", "provider"}),
    ages=range(11, 16),
    fact="{name} was added to a chat in which pupils of two schools agree where to meet and fight. {He} left it and "
    "was added again three times. {His} name is on a list there.",
    opinion="{He} wants no part in it and does not know how to say so.",
    voice="“If you leave you’re on the list. If you stay you’re on the list.”",
    where="{place}",
    asked=Asked(
        cast.POLICE, (G.POLICE,), "Is a meeting on Friday at {place} known to you?",
        "Known since this morning through another school. Officers and youth workers will be there from three.",
    ),
    level="complex",
    why_level="A planned fight on a known day with {his} name on a list.",
    decision="early_help",
    rationale="Friday is dealt with as a place. For {name}: a safe way home and a mentor who knows both schools.",
    feedback="Friday is in hand, without any child’s name. {name} has a mentor. Please keep {him} in until four that "
    "day.",
    plan=Planned(
        reason="{name} can leave it without being called a coward.",
        goals=(("I just want it to be about football again.", True),),
        actions=(
            ToDo("tidewater", "Ama Birchall", "Bring together four from each school, over food.", 14,
                 ("done", "Eight came. They ordered too much.")),
            ToDo(SCHOOL_PART, "Deputy head", "Collect {name} and three others by the back gate on Friday.", 2,
                 ("done", "Done; quiet.")),
        ),
        review="The chat is silent. Two of the eight are in one team now.",
        review_voice="“He’s actually alright.”",
    ),
)  # fmt: skip

FRIENDS = (PICTURE, OLDER, NAMED, CHAT)
