"""The demo's sharing agreements: in force, lapsed, ending soon, waiting for a signature, withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alongside.demo import cast
from alongside.demo.moments import Moments
from alongside.demo.partnership import OPEN, Partnership
from alongside.partners.actions import keep_agreement, sign, withdraw_agreement
from alongside.partners.drafts import AgreementDraft
from alongside.partners.standing import Viewer
from alongside.partners.states import Capacity, Purpose
from alongside.partners.states import FieldGroup as G

FRONT_DOOR, POLICE, HEALTH, HOUSING = "LK-FD", "LK-PO", "LK-HE", "LK-HO"
YOUTH_JUSTICE, MISSING, PUPIL_LISTS = "LK-YJ", "LK-MI", "LK-PL"
PATHWAYS, BEDSIDE, ENCOMPASS, CONFERENCES = "LK-PW", "LK-ED", "LK-EN", "LK-MA"
CHILDREN_ACT = "Children Act 2004, sections 11 and 16LA: duty to disclose what is relevant to a child’s welfare"
TALKING = frozenset({G.IDENTITY, G.CONTACT, G.KNOWN_TO, G.CONCERN, G.CHILD_VOICE, G.FEEDBACK, G.REQUEST, G.PLAN})
NOTICE = (
    "We tell families what we share and why, unless telling would put a child in danger. "
    "Anybody may ask what is held and who has seen it."
)


@dataclass(frozen=True)
class Signed:
    """One version of an agreement: days before today on which it began, and days ahead on which it ends."""

    reference: str
    title: str
    gateway: str
    open: frozenset[G]
    on_request: frozenset[G]
    parties: tuple[str, ...]
    began: int
    ends: int
    without: tuple[str, ...] = ()
    withdrawn: int | None = None
    purposes: frozenset[Purpose] = frozenset({Purpose.SAFEGUARDING, Purpose.EARLY_HELP})

    def draft(self, today: date) -> AgreementDraft:
        first, last = today - timedelta(days=self.began), today + timedelta(days=self.ends)
        return AgreementDraft(
            reference=self.reference, title=self.title, gateway=self.gateway, purposes=self.purposes,
            field_groups=self.open, on_request=self.on_request, valid_from=first, valid_until=last,
            review_on=first + (last - first) * 3 // 4, privacy_notice=NOTICE,
            parties=tuple((code, Capacity.BOTH) for code in self.parties),
        )  # fmt: skip


def versions(schools: Sequence[str], unsigned_school: str) -> Iterable[Signed]:
    """In the order in which they were kept. The outsider is in none."""
    yield Signed(
        PATHWAYS, "Pathways to support", CHILDREN_ACT + "; Education Act 2002, section 175", TALKING | {G.EDUCATION, G.SUPPORT},
        frozenset(), (cast.COUNCIL, cast.POLICE, cast.CAMHS, cast.HOSPITAL, cast.YOUTH_JUSTICE, *cast.PROVIDERS, *schools),
        770, 480, without=(unsigned_school,),
        purposes=frozenset({Purpose.EXPLOITATION, Purpose.LEAVING_GANGS, Purpose.HEALTH_WAIT, Purpose.TRANSITION}),
    )  # fmt: skip
    yield Signed(
        FRONT_DOOR, "Larkmere front door: sharing concerns about children", CHILDREN_ACT,
        OPEN | {G.EDUCATION, G.SUPPORT}, frozenset(), (cast.COUNCIL, *cast.PROVIDERS, *schools), 400, 330,
        without=(unsigned_school,),
    )  # fmt: skip
    yield Signed(
        POLICE, "Police and the front door", CHILDREN_ACT + "; Data Protection Act 2018, part 3, on the police’s side",
        TALKING, frozenset({G.POLICE}), (cast.COUNCIL, cast.POLICE), 398, 332,
    )  # fmt: skip
    yield Signed(
        CONFERENCES, "MARAC and community MARAC: what a conference hears",
        "Crime and Disorder Act 1998, section 115; " + CHILDREN_ACT, TALKING | {G.SUPPORT},
        frozenset(), (cast.COUNCIL, cast.POLICE, cast.CAMHS, cast.STEPPING_STONES, *schools), 396, 334,
        without=(unsigned_school,), purposes=frozenset({Purpose.SAFEGUARDING}),
    )  # fmt: skip
    yield Signed(
        HEALTH, "Larkmere front door: health", CHILDREN_ACT + "; common law of confidentiality, case by case",
        TALKING, frozenset({G.HEALTH}), (cast.COUNCIL, cast.CAMHS, cast.HOSPITAL), 395, 335,
    )  # fmt: skip
    yield Signed(
        YOUTH_JUSTICE, "Youth justice and the front door", "Crime and Disorder Act 1998, sections 39 and 115",
        TALKING, frozenset({G.YOUTH_JUSTICE}), (cast.COUNCIL, cast.YOUTH_JUSTICE), 390, 340,
    )  # fmt: skip
    yield Signed(
        HOUSING, "Homes and the front door", "Localism Act 2011, section 1; Children Act 2004, section 11",
        TALKING | {G.HOUSING}, frozenset(), (cast.COUNCIL, cast.HOUSING), 386, -21,
    )  # fmt: skip
    yield Signed(
        PUPIL_LISTS, "Pilot: whole pupil lists for mentors", "Education Act 1996, section 13A",
        frozenset({G.IDENTITY}), frozenset({G.EDUCATION}), (cast.COUNCIL, "crosskeys", "tidewater"), 380, 200,
        withdrawn=160,
    )  # fmt: skip
    yield Signed(
        MISSING, "Children missing from home or care", "Children Act 2004, section 10; statutory guidance of 2014",
        frozenset({G.IDENTITY, G.CONTACT, G.KNOWN_TO}), frozenset({G.HEALTH, G.POLICE}),
        (cast.COUNCIL, cast.POLICE, cast.HOSPITAL), 330, 41, purposes=frozenset({Purpose.EXPLOITATION}),
    )  # fmt: skip
    yield Signed(
        ENCOMPASS, "Operation Encompass: telling schools of domestic abuse",
        "Duty to notify schools of domestic abuse incidents (Operation Encompass); Children Act 2004, section 16LA",
        frozenset({G.IDENTITY, G.CONCERN, G.CHILD_VOICE, G.FEEDBACK}), frozenset(),
        (cast.POLICE, cast.COUNCIL, *schools), 230, 500, without=(unsigned_school,),
        purposes=frozenset({Purpose.DOMESTIC_ABUSE_NOTICE}),
    )  # fmt: skip
    yield Signed(
        BEDSIDE, "From the emergency department to a youth worker", CHILDREN_ACT + "; common law of confidentiality",
        TALKING | {G.SUPPORT}, frozenset(), (cast.HOSPITAL, cast.STEPPING_STONES), 220, 510,
        purposes=frozenset({Purpose.SAFEGUARDING}),
    )  # fmt: skip
    yield Signed(
        HOUSING, "Homes and the front door", CHILDREN_ACT, TALKING | {G.HOUSING}, frozenset(),
        (cast.COUNCIL, cast.HOUSING), 9, 720, without=(cast.HOUSING,),
    )  # fmt: skip


def keep(partnership: Partnership, schools: Sequence[str], unsigned_school: str, moments: Moments) -> None:
    """Kept, signed and withdrawn by the information governance officer, on the days on which it happened."""
    for one in versions(schools, unsigned_school):
        at = moments.on(one.began + 3, 10)
        made = keep_agreement(draft=one.draft(moments.today), by=_officer(partnership, at), at=at)
        for code in one.parties:
            if code not in one.without:
                later = at + timedelta(days=1)
                name = _signatory(partnership, code)
                sign(agreement_id=made.pk, agency_code=code, name=name, by=_officer(partnership, later), at=later)
        if one.withdrawn is not None:
            on = moments.on(one.withdrawn, 16)
            reason = "The lists went further than the pilot needed. Each copy was destroyed."
            withdraw_agreement(agreement_id=made.pk, reason=reason, by=_officer(partnership, on), at=on)


def _officer(partnership: Partnership, at: datetime) -> Viewer:
    return Viewer.of(partnership.members["ines"], at=at)


def _signatory(partnership: Partnership, code: str) -> str:
    lead = partnership.leads.get(code)
    return f"Head teacher of {lead.agency.name}" if lead else f"Director, {partnership.agencies[code].name}"
