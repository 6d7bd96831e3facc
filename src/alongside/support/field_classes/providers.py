from alongside.common.field_classes import OPEN, PERSONAL, PSEUDONYMOUS, SENSITIVE, FieldClass

CLASSES: dict[str, dict[str, FieldClass]] = {
    "Contract": {
        "id": OPEN, "reference": OPEN, "commissioner": OPEN, "provider": OPEN, "pathway": OPEN, "made_at": OPEN,
        "changes": OPEN,
    },
    "ContractTerms": {
        "id": OPEN, "contract": OPEN, "number": OPEN, "title": OPEN, "starts_on": OPEN, "ends_on": OPEN,
        "least_age": OPEN, "most_age": OPEN, "sex": OPEN, "areas": OPEN, "kinds": OPEN, "roles": OPEN,
        "capacity": OPEN, "when_full": OPEN, "price_pence": OPEN, "price_unit": OPEN, "strands": OPEN,
        "outcomes": OPEN, "reason": OPEN, "by": PERSONAL, "by_member": PERSONAL, "at": OPEN,
    },
    "Placement": {
        "id": PSEUDONYMOUS, "case": PSEUDONYMOUS, "contract": SENSITIVE, "terms": OPEN, "place_since": SENSITIVE,
    },
    "CaseSession": {
        "id": PSEUDONYMOUS, "case": PSEUDONYMOUS, "strand": SENSITIVE, "starts_at": SENSITIVE, "place": SENSITIVE,
        "planned_by": PERSONAL, "planned_at": OPEN, "entry": PSEUDONYMOUS,
    },
    "NextStep": {
        "id": PSEUDONYMOUS, "case": PSEUDONYMOUS, "entry": PSEUDONYMOUS, "what": SENSITIVE, "due_at": OPEN,
        "worker": PERSONAL, "raised_at": OPEN, "done_at": OPEN, "done_by": PERSONAL, "outcome": SENSITIVE,
    },
    "OutcomeMark": {
        "id": PSEUDONYMOUS, "case": PSEUDONYMOUS, "outcome": OPEN, "label": OPEN, "occasion": OPEN,
        "state": SENSITIVE, "words": SENSITIVE, "by": PERSONAL, "by_member": PERSONAL, "at": OPEN,
    },
    "TieAssertion": {
        "id": PSEUDONYMOUS, "case": PSEUDONYMOUS, "said": SENSITIVE, "source": SENSITIVE, "grade": SENSITIVE,
        "said_on": SENSITIVE, "lapses_on": SENSITIVE, "seen_by": OPEN, "agency": PERSONAL, "by": PERSONAL,
        "by_member": PERSONAL, "at": OPEN,
    },
    "TieChallenge": {
        "id": PSEUDONYMOUS, "tie": PSEUDONYMOUS, "challenger": SENSITIVE, "words": SENSITIVE, "by": PERSONAL,
        "view": PSEUDONYMOUS, "at": OPEN, "end": SENSITIVE, "end_words": SENSITIVE, "answered_by": PERSONAL, "answered_at": OPEN,
    },
    "ScorecardCopy": {
        "id": OPEN, "contract": OPEN, "first_day": OPEN, "last_day": OPEN, "figures": OPEN, "drawn_up_by": PERSONAL,
        "drawn_up_at": OPEN, "reply_until": OPEN, "replied_at": OPEN, "frozen_at": OPEN, "frozen_by": PERSONAL,
    },
    "ScorecardReply": {"id": OPEN, "copy": OPEN, "figure": OPEN, "words": OPEN, "by": PERSONAL, "at": OPEN},
}  # fmt: skip
