"""Roles: a short list that an information governance officer can read from top to bottom.

A role says which pages a member may open at all. Whether she may see a given child there is decided by
`partners.access`, from her agency's own records, its involvements and the agreements in force.
"""

from enum import StrEnum

from django.db.models import TextChoices

from alongside.partners.key_scopes import Scope
from alongside.partners.states import AgencyKind


class Permission(StrEnum):
    RAISE_CONCERN = "raise a concern"
    FOLLOW_CONCERNS = "follow what the agency has raised"
    SEND_CONCERN_FILE = "send a file of concerns"
    TRIAGE = "work the queue of concerns"
    SECOND_LOOK = "look a second time at a decision"
    ANSWER_REQUESTS = "answer requests for information"
    WORK_PLANS = "work on plans"
    LEAD_PLANS = "start and lead plans"
    SEND_ENCOMPASS = "send notices of domestic abuse"
    ANSWER_ENCOMPASS = "answer notices of domestic abuse"
    ROUTE_ENCOMPASS = "find the setting of a notice of domestic abuse"
    NAME_ENCOMPASS_OFFICER = "name the officers for notices of domestic abuse"
    REFER = "refer along a pathway"
    WORK_CASES = "work on cases of a pathway"
    SEE_HANDOVERS = "see in numbers how handovers stand"
    MANAGE_CASES = "look a second time at decisions on cases"
    RECORD_MOMENT = "record a reachable moment"
    SIT_ON_PANELS = "sit on panels"
    RUN_PANELS = "run panels"
    KEEP_PATHWAYS = "keep the partnership's pathways"
    KEEP_CONTRACTS = "keep contracts with providers"
    SEE_AGREEMENTS = "see sharing agreements"
    KEEP_AGREEMENTS = "keep sharing agreements"
    SEE_DISCLOSURES = "see who saw what of a child"
    VERIFY_LOG = "verify the log"
    RESTRICT_PERSON = "restrict a person's record"
    REVIEW_IDENTITY = "say which records are of one child"
    SEE_MATCHING = "see how well records are matched"
    SEE_PLACES = "see recorded crime by place"
    STUDY_PLACES = "ask for analyses of places and give incidents"
    SEE_MEASURES = "see waits and fairness in figures"
    SEE_OPERATIONS = "see operations and what came of them"
    RUN_OPERATIONS = "plan and run operations"
    WRITE_ACTIVITY = "write down what was done in an operation"
    SEE_POLICE_ONLY = "see what only the police hold of an operation"
    EVALUATE = "evaluate whether violence fell"
    KEEP_MEASURES = "keep the definitions of measures"
    KEEP_PLEDGES = "keep pledges and what became of them"
    PUBLISH = "sign off what is published"
    SEE_PROGRAMMES = "see programmes and whom they reach"
    RUN_PROGRAMMES = "run programmes in schools"
    DELIVER_LESSONS = "write down lessons that were delivered"
    RUN_NETWORK = "run a residents’ network"
    KEEP_COMMUNITY = "answer residents and moderate what they write"
    ADVISE = "do the work of a Young Advisor"
    ANSWER_FOR_AGENCY = "answer in the agency's name"
    MANAGE_MEMBERS = "manage an agency's members"
    KEEP_KEYS = "keep an agency's keys of the interface"
    ASK_PRECHECK = "ask in code whether a child is known"


class Role(TextChoices):
    SAFEGUARDING_LEAD = "safeguarding_lead", "Designated safeguarding lead"
    TRIAGE_WORKER = "triage_worker", "Duty triage worker"
    TRIAGE_MANAGER = "triage_manager", "Front door manager"
    POLICE_SAFEGUARDING = "police_safeguarding", "Police safeguarding officer"
    CLINICIAN = "clinician", "CAMHS clinician"
    YOUTH_WORKER = "youth_worker", "Provider's youth worker"
    PANEL_CHAIR = "panel_chair", "Panel chair"
    ANALYST = "analyst", "Analyst"
    SERGEANT = "sergeant", "Neighbourhood sergeant"
    PROGRAMME_LEAD = "programme_lead", "Programme manager"
    RESIDENT = "resident", "Resident who runs a network"
    YOUNG_ADVISOR = "young_advisor", "Young Advisor"
    GOVERNANCE_OFFICER = "governance_officer", "Information governance officer"
    PARTNERSHIP_LEAD = "partnership_lead", "Partnership lead"
    COMMUNITY_OFFICER = "community_officer", "Community safety officer"
    TEACHER = "teacher", "Teacher of a programme"
    PRACTITIONER = "practitioner", "Practitioner"
    ADMINISTRATOR = "administrator", "Account administrator"


P = Permission
_PRACTICE = {
    P.RAISE_CONCERN, P.FOLLOW_CONCERNS, P.REFER, P.WORK_CASES, P.ANSWER_REQUESTS, P.WORK_PLANS, P.SIT_ON_PANELS, P.SEE_AGREEMENTS,
    P.SEE_PLACES, P.RECORD_MOMENT,
}  # fmt: skip
_FRONT_DOOR = _PRACTICE | {P.SEND_CONCERN_FILE, P.TRIAGE, P.ROUTE_ENCOMPASS, P.LEAD_PLANS, P.REVIEW_IDENTITY}
_STEERING = {P.MANAGE_CASES, P.KEEP_PATHWAYS, P.KEEP_CONTRACTS, P.RUN_PANELS}

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.SAFEGUARDING_LEAD: frozenset(
        _PRACTICE | {P.SEND_CONCERN_FILE, P.ASK_PRECHECK, P.ANSWER_ENCOMPASS, P.ANSWER_FOR_AGENCY}
    ),
    Role.TRIAGE_WORKER: frozenset(_FRONT_DOOR),
    Role.TRIAGE_MANAGER: frozenset(
        _FRONT_DOOR
        | _STEERING
        | {
            P.SEE_HANDOVERS,
            P.SECOND_LOOK,
            P.RESTRICT_PERSON,
            P.SEE_MATCHING,
            P.SEE_MEASURES,
            P.MANAGE_MEMBERS,
            P.NAME_ENCOMPASS_OFFICER,
            P.ANSWER_FOR_AGENCY,
        }
    ),
    Role.POLICE_SAFEGUARDING: frozenset(_PRACTICE | {P.SEND_CONCERN_FILE, P.ASK_PRECHECK, P.SEND_ENCOMPASS}),
    Role.CLINICIAN: frozenset(_PRACTICE | {P.MANAGE_CASES, P.ASK_PRECHECK, P.ANSWER_FOR_AGENCY}),
    Role.YOUTH_WORKER: frozenset(_PRACTICE | {P.LEAD_PLANS, P.MANAGE_CASES, P.WRITE_ACTIVITY}),
    Role.PANEL_CHAIR: frozenset({P.SEE_AGREEMENTS, P.SEE_PLACES, P.WORK_PLANS, P.SIT_ON_PANELS, P.RUN_PANELS}),
    Role.ANALYST: frozenset(
        {P.SEE_PLACES, P.STUDY_PLACES, P.SEE_AGREEMENTS, P.SEE_MEASURES, P.SEE_OPERATIONS, P.EVALUATE}
        | {P.KEEP_MEASURES, P.SEE_PROGRAMMES}
    ),
    Role.SERGEANT: frozenset(
        {P.SEE_PLACES, P.STUDY_PLACES, P.RAISE_CONCERN, P.FOLLOW_CONCERNS, P.RECORD_MOMENT, P.SEE_OPERATIONS}
        | {P.RUN_OPERATIONS, P.WRITE_ACTIVITY, P.SEE_POLICE_ONLY, P.ANSWER_FOR_AGENCY}
    ),
    Role.PROGRAMME_LEAD: frozenset(
        {P.SEE_PLACES, P.SEE_AGREEMENTS, P.SEE_HANDOVERS, P.SEE_PROGRAMMES, P.RUN_PROGRAMMES}
    ),
    Role.RESIDENT: frozenset({P.SEE_PLACES, P.RUN_NETWORK}),
    Role.YOUNG_ADVISOR: frozenset({P.SEE_PLACES, P.ADVISE}),
    Role.PARTNERSHIP_LEAD: frozenset(
        {P.SEE_PLACES, P.SEE_AGREEMENTS, P.SEE_MEASURES, P.SEE_OPERATIONS, P.SEE_PROGRAMMES, P.SEE_HANDOVERS}
        | {P.KEEP_PLEDGES, P.PUBLISH, P.ANSWER_FOR_AGENCY}
    ),
    Role.COMMUNITY_OFFICER: frozenset(
        {P.SEE_PLACES, P.SEE_OPERATIONS, P.RUN_OPERATIONS, P.WRITE_ACTIVITY, P.KEEP_COMMUNITY, P.ANSWER_FOR_AGENCY}
    ),
    # Raises what she sees in a lesson, and follows that alone: the school's other concerns are not hers to read.
    Role.TEACHER: frozenset({P.SEE_PLACES, P.DELIVER_LESSONS, P.RAISE_CONCERN}),
    Role.GOVERNANCE_OFFICER: frozenset(
        {
            P.SEE_AGREEMENTS,
            P.KEEP_AGREEMENTS,
            P.SEE_DISCLOSURES,
            P.VERIFY_LOG,
            P.RESTRICT_PERSON,
            P.SEE_MATCHING,
            P.SEE_MEASURES,
            P.SEE_PLACES,
            P.KEEP_KEYS,
        }
    ),
    # A partner with a task in an operation: whether her agency has one, the operation decides.
    Role.PRACTITIONER: frozenset(_PRACTICE | {P.WRITE_ACTIVITY}),
    # Sees no child: whoever looks after accounts need not be somebody who works with children.
    Role.ADMINISTRATOR: frozenset({P.MANAGE_MEMBERS, P.KEEP_KEYS}),
}

# Which roles an agency gives to its own members, by its kind. A front door and a governance officer act for the whole
# partnership, so that only the council gives those roles; a resident's or a school's agency cannot grant itself more.
_EVERYWHERE = {Role.PRACTITIONER, Role.ADMINISTRATOR}
FITTING: dict[str, frozenset[Role]] = {
    AgencyKind.COUNCIL: frozenset(
        _EVERYWHERE
        | {Role.TRIAGE_WORKER, Role.TRIAGE_MANAGER, Role.PANEL_CHAIR, Role.ANALYST, Role.PROGRAMME_LEAD}
        | {Role.YOUTH_WORKER, Role.GOVERNANCE_OFFICER, Role.PARTNERSHIP_LEAD, Role.COMMUNITY_OFFICER}
    ),
    AgencyKind.POLICE: frozenset(
        _EVERYWHERE | {Role.POLICE_SAFEGUARDING, Role.SERGEANT, Role.ANALYST, Role.PANEL_CHAIR}
    ),
    AgencyKind.SCHOOL: frozenset(_EVERYWHERE | {Role.SAFEGUARDING_LEAD, Role.TEACHER}),
    AgencyKind.HEALTH: frozenset(_EVERYWHERE | {Role.CLINICIAN, Role.ANALYST}),
    AgencyKind.PROBATION: frozenset(_EVERYWHERE | {Role.YOUTH_WORKER, Role.PANEL_CHAIR}),
    AgencyKind.CHARITY: frozenset(
        _EVERYWHERE | {Role.YOUTH_WORKER, Role.SAFEGUARDING_LEAD, Role.PROGRAMME_LEAD, Role.YOUNG_ADVISOR}
    ),
    AgencyKind.HOUSING: frozenset(_EVERYWHERE),
    AgencyKind.RESIDENTS: frozenset({Role.RESIDENT, Role.YOUNG_ADVISOR, Role.ADMINISTRATOR}),
}


# What a key of the interface keeps of its role's permissions, by what it may be used for.
SCOPE_PERMISSIONS: dict[Scope, frozenset[Permission]] = {
    Scope.CONCERNS: frozenset({P.RAISE_CONCERN, P.FOLLOW_CONCERNS}),
    Scope.REFERRALS: frozenset({P.REFER}),
    Scope.ATTENDANCE: frozenset({P.WORK_CASES}),
    Scope.ENCOMPASS: frozenset({P.SEND_ENCOMPASS}),
}


# Whoever holds one of these is told what the partnership has not set up yet, and how it is done.
SETTING_UP = frozenset({P.MANAGE_MEMBERS, P.KEEP_PATHWAYS, P.KEEP_AGREEMENTS})


def permissions_of(role: str) -> frozenset[Permission]:
    """What a role may open; nothing for a role that is not in the list."""
    return PERMISSIONS.get(role, frozenset())


def permissions_in(role: str, kind: str) -> frozenset[Permission]:
    """What a role may open in an agency of this kind; nothing where the role does not fit it.

    A practitioner answers in the agency's name only where nobody else of its kind could, as in a housing association.
    """
    if role not in FITTING.get(kind, frozenset()):
        return frozenset()
    own = permissions_of(role)
    speakers = [one for one in FITTING[kind] if P.ANSWER_FOR_AGENCY in permissions_of(one)]
    return own | {P.ANSWER_FOR_AGENCY} if role == Role.PRACTITIONER and not speakers else own


def roles_with(permission: Permission) -> list[str]:
    return [role for role, granted in PERMISSIONS.items() if permission in granted]


def roles_fitting(kind: str) -> list[Role]:
    """The roles that an agency of this kind gives to its members, in the order of the list above."""
    return [role for role in Role if role in FITTING.get(kind, frozenset())]
