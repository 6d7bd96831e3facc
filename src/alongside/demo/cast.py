"""Who is in the demo borough: its agencies and its standing cast, and for each what to try first.

Plain values only: `config` reads the notes while settings load. Names are invented; `tests/cast.py` uses the same.
"""

from dataclasses import dataclass

# The demo's sign-in needs no password; this one opens the ordinary sign-in page. Production has no such accounts.
PASSWORD = "larkmere is an invented borough"  # noqa: S105

COUNCIL, POLICE, CAMHS, HOSPITAL = "council", "police", "camhs", "hospital"
HOUSING, YOUTH_JUSTICE, OUTSIDER = "housing", "youth-justice", "breakwater"
STEPPING_STONES = "stepping-stones"
PROVIDERS = (STEPPING_STONES, "lantern-yard", "tidewater", "crosskeys", "kite-and-anchor")
PARTNERSHIP = "Larkmere together against violence"
LEAD_SCHOOL, SECOND_SCHOOL, UNSIGNED_SCHOOL = "Elmsgate Academy", "Saltmarsh High", "Larkmere Grange"


@dataclass(frozen=True, slots=True)
class CastAgency:
    code: str
    name: str
    kind: str
    telephone: str


@dataclass(frozen=True, slots=True)
class CastMember:
    """`agency` is a code, or the name of a school. `note` is what to try first as this person."""

    username: str
    name: str
    agency: str
    role: str
    job_title: str
    note: str = ""


AGENCIES = (
    CastAgency(COUNCIL, "Larkmere Council front door", "council", "01632 960 100"),
    CastAgency(POLICE, "Larkmere Police", "police", "01632 960 101"),
    CastAgency(CAMHS, "Larkmere CAMHS", "health", "01632 960 102"),
    CastAgency(HOSPITAL, "Larkmere General Hospital", "health", "01632 960 103"),
    CastAgency(HOUSING, "Larkmere Homes", "housing", "01632 960 104"),
    CastAgency(YOUTH_JUSTICE, "Larkmere Youth Justice Service", "probation", "01632 960 105"),
    CastAgency(STEPPING_STONES, "Stepping Stones", "charity", "01632 960 106"),
    CastAgency("lantern-yard", "The Lantern Yard", "charity", "01632 960 107"),
    CastAgency("tidewater", "Tidewater Mentors", "charity", "01632 960 108"),
    CastAgency("crosskeys", "Crosskeys Learning", "charity", "01632 960 109"),
    CastAgency("kite-and-anchor", "Kite and Anchor", "charity", "01632 960 110"),
    CastAgency("quayside-network", "Quayside Residents’ Network", "residents", "01632 960 111"),
    CastAgency("young-advisors", "Larkmere Young Advisors", "charity", "01632 960 112"),
    CastAgency(OUTSIDER, "Breakwater Leisure Trust", "charity", "01632 960 113"),
)

PEOPLE = (
    CastMember(
        "priya", "Priya Nandakumar", LEAD_SCHOOL, "safeguarding_lead", "Designated safeguarding lead",
        "Start here. Raise a concern about a pupil, or finish the draft that you began this morning. "
        "Feedback that nobody has read waits for you.",
    ),
    CastMember(
        "tomasz", "Tomasz Wilk", COUNCIL, "triage_worker", "Duty triage worker",
        "Open the queue: who is in danger now stands first, one of them with a MARAC flag; one clock has run out. See on "
        "one page what each agency may tell, ask one, rate and decide. Under “Same child?” two brothers wait who may be twins.",
    ),
    CastMember(
        "jo", "Jo Abara", COUNCIL, "triage_worker", "Duty triage worker",
        "Open the same concern as Tomasz in a second browser and decide it too: the later of you two is told, and "
        "neither text is lost. You joined two girls of one name by mistake: see what you are told of it.",
    ),
    CastMember(
        "marian", "Marian Quill", COUNCIL, "triage_manager", "Front door manager",
        "Decisions wait for your second look. You alone are cleared for a child whose record is restricted: "
        "compare your queue with Tomasz’s. You keep the contracts of five providers and read their scorecards.",
    ),
    CastMember(
        "ruth", "Ruth Ekwueme", CAMHS, "clinician", "CAMHS clinician",
        "A request for information is nearly due. You see the question and the child, never what raised it. "
        "Tell, or withhold with a reason. Under “Who waits” one child has not been spoken to for weeks.",
    ),
    CastMember("bronwen", "Bronwen Idris", CAMHS, "clinician", "Clinical lead"),
    CastMember(
        "dev", "Dev Anand", POLICE, "police_safeguarding", "Police safeguarding officer",
        "Open Encompass: the morning board shows which school acknowledged last night’s notices and which is silent. "
        "Chase one, correct an incident, send a file. Answer the front door’s requests.",
    ),
    CastMember(
        "kez", "Kez Marlow", STEPPING_STONES, "youth_worker", "Youth worker",
        "Best on a phone. Under “Sessions” say who came, in two taps. You lead plans: say how an action ended, add a "
        "goal in the child’s own words, record a review. A tasking of Operation Curlew waits for your answer.",
    ),
    CastMember(
        "sable", "Sable Okonjo", STEPPING_STONES, "youth_worker", "Team leader",
        "Somebody said something about a young person’s ties, and he says that it is not so. Kez wrote it down, so you "
        "answer: it waits in your notices. Read your scorecard under “Scorecards”.",
    ),
    CastMember(
        "ines", "Ines Pell", COUNCIL, "governance_officer", "Information governance officer",
        "Open a child’s page of disclosures, find who was refused, verify the log, read how well records are "
        "matched. Sign for the school that has not signed: the concerns it holds go out by themselves.",
    ),
    CastMember(
        "petra", "Petra Ostrander", COUNCIL, "administrator", "Account administrator",
        "Make an account for a new colleague, or close one. You see no child.",
    ),
    CastMember(
        "hal", "Hal Vey", COUNCIL, "analyst", "Analyst",
        "Recorded crime by month, type and place, on a map and in a table. Under “Measures”, what police and hospital "
        "each see of violence, and which definition you changed. No child’s name is on any page of yours.",
    ),
    CastMember(
        "bryn", "Bryn Astell", POLICE, "sergeant", "Neighbourhood sergeant",
        "Open Operations. One runs now: a tasking is late, another has no answer, and a dispersal runs out tonight. Write "
        "a patrol on your phone in two taps. Lapwing is closed, from the ward panel to sentence, and only you read its "
        "police-only part.",
    ),
    CastMember(
        "owen", "Owen Trellick", SECOND_SCHOOL, "safeguarding_lead", "Designated safeguarding lead",
        "You see your own school’s concerns and none of Elmsgate’s.",
    ),
    CastMember(
        "beatriz", "Beatriz Holloway", UNSIGNED_SCHOOL, "safeguarding_lead", "Designated safeguarding lead",
        "Your school has not signed, so your concern was kept and not sent, and it says so.",
    ),
    CastMember(
        "mirembe", "Mirembe Stroud", YOUTH_JUSTICE, "practitioner", "Youth justice worker",
        "Your notes are told on request only: answer one.",
    ),
    CastMember(
        "garrick", "Garrick Ojo", HOUSING, "practitioner", "Housing officer",
        "Your sharing agreement has lapsed: look how little anybody now learns from you, until the next version is "
        "signed. Under “My taskings” the camera that you promised is late.",
    ),
    CastMember(
        "solveig", "Solveig Marchetti", HOSPITAL, "practitioner", "Safeguarding nurse",
        "Raise a concern from the emergency department, where the child may be gone in an hour.",
    ),
    CastMember(
        "odette", "Odette Farrow", COUNCIL, "panel_chair", "Panel chair",
        "Under “Panels” two conferences are near: read an agenda, say what belongs there, begin the meeting, write a decision. "
        "Minutes make themselves, cut to what each agency may know.",
    ),
    CastMember(
        "lucian", "Lucian Harte", COUNCIL, "programme_lead", "Programme manager",
        "Open Life Skills: how far pupils came in three years, whether the target will be met, and which classes hold it "
        "up. Some schools write nothing down; one lost a term. Starts of Steady Steps are drawn and sealed.",
    ),
    CastMember(
        "sunniva", "Sunniva Marr", "lantern-yard", "programme_lead", "Leads the mentors",
        "Under “Mentors” one goes on without valid vetting, supervision is overdue, a review is late and an ending near. "
        "Try a match before the vetting is in order, or a name where your own number belongs. You open no case.",
    ),
    CastMember(
        "winsome", "Winsome Achterberg", "quayside-network", "resident", "Resident who runs a network",
        "Your network is public: somebody would like to join, and an event waits to be read. Open “What residents see”. "
        "Under “Pledges” say for your network whether the partnership keeps what it promised.",
    ),
    CastMember(
        "zeke", "Zeke Ramsden", "young-advisors", "young_advisor", "Young Advisor",
        "Rota and surveys: say how a patrol went in numbers, read what the survey found, see whose answer is late. "
        "Under “Pledges” say whether the partnership keeps what it promised. What you said last time was answered.",
    ),
    CastMember(
        "noemi", "Noemi Castellane", COUNCIL, "partnership_lead", "Partnership lead",
        "Hal drew up a scoreboard: read it under “Scoreboard”, with what is left out, and sign it off. Two verdicts on "
        "your pledges are not answered, and late. You see no child.",
    ),
    CastMember(
        "saoirse", "Saoirse Lund", COUNCIL, "community_officer", "Community safety officer",
        "Under “Meetings” a wish of residents waits for a decision, and a text for them waits for you to sign it off. Your "
        "own agency’s taskings stand beside those of the police. "
        "A question waits to be read, an answer is late for all to see, a priority too. Decide on a case review; its appeal "
        "was for your colleague.",
    ),
    CastMember("delphine", "Delphine Orr", COUNCIL, "community_officer", "Community safety officer"),
    CastMember(
        "callum", "Callum Adeyi", LEAD_SCHOOL, "teacher", "Teacher of a programme",
        "Best on a phone. Under “Lessons” write down today’s in less than a minute, move the next, or catch one up. "
        "Raise a concern from a lesson: you follow that one, and see none of your school’s others.",
    ),
    CastMember("imre", "Imre Castell", "lantern-yard", "youth_worker", "Mentor", "You work on part of a plan."),
    CastMember("ama", "Ama Birchall", "tidewater", "youth_worker", "Mentor"),
    CastMember("conall", "Conall Reyes-Dunn", "crosskeys", "youth_worker", "Learning mentor"),
    CastMember("nilufar", "Nilufar Hatch", "kite-and-anchor", "youth_worker", "Family worker"),
    CastMember(
        "corin", "Corin Vale", OUTSIDER, "practitioner", "Centre manager",
        "You have no business here, and no agreement names you. Open any address that you saw as somebody else: it "
        "refuses and tells nothing, and Ines sees that you tried.",
    ),
)  # fmt: skip

# By username: the order on the start page, and what to try first. `config` hands this on as a setting.
NOTES: dict[str, tuple[int, str]] = {
    one.username: (order, one.note) for order, one in enumerate(PEOPLE, start=1) if one.note
}
