"""The standing cast, for every test: invented people in invented agencies, and always the outsider."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from alongside.partners.models import Agency, Agreement, AgreementParty, Member
from alongside.partners.roles import Role
from alongside.partners.standing import Viewer
from alongside.partners.states import Capacity, FieldGroup, Purpose
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.support.drafts import ConcernDetails
from alongside.support.models import Pathway, RatingLevel, RatingScheme
from alongside.support.states import FRONT_DOOR, Consent

G = FieldGroup
# A Tuesday in term, in working hours and in winter time.
NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
OPEN = {G.IDENTITY, G.CONTACT, G.KNOWN_TO, G.CONCERN, G.CHILD_VOICE, G.RATING, G.PLAN, G.FEEDBACK, G.REQUEST}

AGENCIES = {
    "council": ("Larkmere Council front door", "council"),
    "school": ("Elmsgate Academy", "school"),
    "other_school": ("Saltmarsh High", "school"),
    "police": ("Larkmere Police", "police"),
    "health": ("Larkmere CAMHS", "health"),
    "provider": ("Stepping Stones", "charity"),
    "network": ("Quayside Residents’ Network", "residents"),
    "advisors": ("Larkmere Young Advisors", "charity"),
    "outside": ("Breakwater Leisure Trust", "charity"),
}
MEMBERS = {
    "dsl": ("Priya Nandakumar", "school", Role.SAFEGUARDING_LEAD),
    "other_dsl": ("Owen Trellick", "other_school", Role.SAFEGUARDING_LEAD),
    "triage": ("Tomasz Wilk", "council", Role.TRIAGE_WORKER),
    "colleague": ("Jo Abara", "council", Role.TRIAGE_WORKER),
    "manager": ("Marian Quill", "council", Role.TRIAGE_MANAGER),
    "officer": ("Dev Anand", "police", Role.POLICE_SAFEGUARDING),
    "clinician": ("Ruth Ekwueme", "health", Role.CLINICIAN),
    "youth_worker": ("Kez Marlow", "provider", Role.YOUTH_WORKER),
    "governance": ("Ines Pell", "council", Role.GOVERNANCE_OFFICER),
    "analyst": ("Hal Vey", "council", Role.ANALYST),
    "sergeant": ("Bryn Astell", "police", Role.SERGEANT),
    "programme_lead": ("Lucian Harte", "council", Role.PROGRAMME_LEAD),
    "teacher": ("Callum Adeyi", "school", Role.TEACHER),
    "resident": ("Winsome Achterberg", "network", Role.RESIDENT),
    "young_advisor": ("Zeke Ramsden", "advisors", Role.YOUNG_ADVISOR),
    "lead": ("Noemi Castellane", "council", Role.PARTNERSHIP_LEAD),
    "community_officer": ("Saoirse Lund", "council", Role.COMMUNITY_OFFICER),
    # Same role as an insider, so that only the relation to the child can make the difference.
    "outsider": ("Corin Vale", "outside", Role.PRACTITIONER),
}


@dataclass
class Cast:
    """Agencies and members by short name; `viewer("dsl")` is the member asking now."""

    agencies: dict[str, Agency]
    members: dict[str, Member]
    now: datetime = NOW

    def viewer(self, name: str, at: datetime | None = None) -> Viewer:
        return Viewer.of(self.members[name], at=at or self.now)

    def agreement(self, reference: str, parties: list[str], **changes: object) -> Agreement:
        return make_agreement(reference, [self.agencies[name] for name in parties], **changes)


def make_agreement(reference: str, parties: list[Agency], **changes: object) -> Agreement:
    fields: dict[str, object] = {
        "title": "Front door sharing", "gateway": "Children Act 2004, sections 11 and 16LA",
        "purposes": frozenset({Purpose.SAFEGUARDING}), "field_groups": frozenset(OPEN), "on_request": frozenset(),
        "valid_from": date(2026, 1, 1), "valid_until": date(2027, 12, 31), "review_on": date(2027, 6, 1),
    }  # fmt: skip
    made = Agreement.objects.create(reference=reference, **{**fields, **changes})
    for agency in parties:
        AgreementParty.objects.create(
            agreement=made, agency=agency, capacity=Capacity.BOTH, signed_by="A. Signatory", signed_on=date(2026, 1, 1)
        )
    return made


def make_cast() -> Cast:
    agencies = {
        key: Agency.objects.create(code=key.replace("_", "-"), name=name, kind=kind, telephone="01632 960 000")
        for key, (name, kind) in AGENCIES.items()
    }
    members = {
        key: Member.objects.create_member(
            username=key, name=name, agency=agencies[agency], role=role, password="a long enough secret 7"
        )
        for key, (name, agency, role) in MEMBERS.items()
    }
    cast = Cast(agencies, members)
    cast.agreement("FD-1", ["council", "school", "other_school", "police", "provider"])
    cast.agreement(
        "HE-1", ["council", "health"], field_groups=frozenset({G.IDENTITY, G.KNOWN_TO, G.REQUEST, G.PLAN}),
        on_request=frozenset({G.HEALTH}),
    )  # fmt: skip
    make_pathway(agencies["council"])
    return cast


def make_pathway(receiver: Agency) -> Pathway:
    scheme = RatingScheme.objects.create(code="needs", name="Levels of need")
    names = ["Universal", "Vulnerable", "Complex", "Acute"]
    for order, name in enumerate(names, start=1):
        RatingLevel.objects.create(scheme=scheme, code=name.lower(), name=name, meaning=f"{name} needs", order=order)
    return Pathway.objects.create(
        code=FRONT_DOOR, name="Front door", receiver=receiver, purpose_code=Purpose.SAFEGUARDING.code,
        carries=frozenset(OPEN | {G.EDUCATION, G.POLICE, G.HEALTH, G.SOCIAL_CARE}), scheme=scheme, second_look_from=3,
    )  # fmt: skip


def child(given: str = "Amina", family: str = "Okafor-Lindqvist", **changes: object) -> RecordDraft:
    fields: dict[str, object] = {"date_of_birth": date(2012, 5, 14), "sex": "female"}
    return RecordDraft(names=(NameDraft(given, family),), **{**fields, **changes})


def details(**changes: object) -> ConcernDetails:
    fields: dict[str, object] = {
        "child": child(), "child_role": "at_risk", "referrer_role": "safeguarding_lead",
        "happened_on": date(2026, 11, 16), "fact": "She came in with two new phones and a cut hand.",
        "opinion": "I think that somebody older gives her things.", "consent": Consent.NOT_SOUGHT_UNSAFE,
        "consent_reason": "The person who gives her things collects her from school.",
        "child_voice": "“I can't say. Don't ring my mum.”",
    }  # fmt: skip
    return ConcernDetails(**{**fields, **changes})


def later(**time: float) -> datetime:
    return NOW + timedelta(**time)
