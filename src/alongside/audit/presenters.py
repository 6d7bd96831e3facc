"""Rows of the log as sentences that anybody can read.

The log keeps codes, so that it outlives what it names; `Words` brings the labels of today. Only the header is told,
never the body: an auditor reads these sentences without the content of a case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.audit.models import Event
from alongside.audit.states import Act, Outcome


@dataclass(frozen=True, slots=True)
class Words:
    """Labels by code, for purposes, field groups and agencies; a code without a label stands as it is."""

    purposes: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)

    def agency(self, code: str) -> str:
        return self.agencies.get(code, code)


SUBJECTS = {
    "account": "the account",
    "accounts": "the list of accounts",
    "agencies": "which agencies hold no record of the child",
    "agreement": "the agreement {id}",
    "clock": "the clock of {id}",
    "concern": "the concern {id}",
    "concerns": "the list of concerns",
    "disclosures": "the page of disclosures",
    "draft": "a draft",
    "encoded answer": "the answer to the encoded question {id}",
    "encoded question": "the encoded question {id}",
    "event": "the words of log entry {id}",
    "household": "the child’s household",
    "identities": "the identities of all records",
    "identity": "how the child’s records came together",
    "involvement": "an involvement",
    "key": "the key {id}",
    "keys": "the list of keys",
    "link": "a link between records",
    "log": "the log of {id}",
    "match": "two records that may be of one child",
    "matches": "the list of records that may be of one child",
    "notice": "a notice that an identity has changed",
    "page": "the page {id}",
    "person": "the child",
    "plan": "the plan {id}",
    "plans": "the list of plans",
    "queue": "the queue “{id}”",
    "record": "the record of {holder}",
    "refusals": "the list of refusals",
    "relationship": "a relationship",
    "request": "the request for information {id}",
    "requests": "the list of requests",
    "role": "a role in an event",
}

# What was done, and what was tried when it was refused.
VERBS: dict[str, tuple[str, str]] = {
    Act.SIGN_IN: ("signed in to", "sign in to"),
    Act.SIGN_OUT: ("signed out of", "sign out of"),
    Act.SEARCH: ("searched for", "search for"),
    Act.LIST: ("saw the child in", "see"),
    Act.VIEW: ("opened", "open"),
    Act.CREATE: ("made", "make"),
    Act.CHANGE: ("worked on", "work on"),
    Act.DISCLOSE: ("shared", "share"),
    Act.WITHHOLD: ("held back", "hold back"),
    Act.ASK: ("worked on", "work on"),
    Act.DECIDE: ("decided on", "decide on"),
    Act.APPROVE: ("looked a second time at", "look a second time at"),
    Act.EXPORT: ("exported", "export"),
    Act.IMPORT: ("took in", "take in"),
    Act.LINK: ("linked", "link"),
    Act.UNLINK: ("unlinked", "unlink"),
    Act.RESTRICT: ("worked on the restriction of", "restrict"),
    Act.VERIFY: ("verified", "verify"),
    Act.DESTROY: ("destroyed", "destroy"),
}
PARTICULAR: dict[tuple[str, str], str] = {
    (Act.DISCLOSE, "request"): "answered",
    (Act.VIEW, "agencies"): "was told",
    (Act.ASK, "encoded question"): "asked",
    (Act.DISCLOSE, "encoded answer"): "was told",
    (Act.LIST, "accounts"): "saw",
    (Act.LIST, "household"): "saw",
    (Act.LIST, "keys"): "saw",
    (Act.CHANGE, "key"): "revoked",
    (Act.LIST, "refusals"): "saw",
}
# Of a viewing the reason says why it was allowed; of a list or a search, which; of the others, what was done.
READS = frozenset({Act.VIEW, Act.LIST, Act.SEARCH})


def sentence(event: Event, words: Words | None = None) -> str:
    """One row: who, what, for which purpose, under which agreement, and which parts were seen."""
    known = words or Words()
    past, plain = VERBS.get(event.act, (event.act, event.act))
    what = _subject(event, known)
    if event.outcome == Outcome.REFUSED:
        told = f"{event.actor_name} was refused: tried to {plain} {what}{_purpose(event, known)}"
        return f"{told}; {event.reason}." if event.reason else f"{told}."
    done = PARTICULAR.get((event.act, event.subject_kind), past)
    which = f" ({event.reason})" if event.act in (Act.LIST, Act.SEARCH) and event.reason else ""
    how = "" if event.act in READS or not event.reason else f": {event.reason}"
    purpose, agreement = _purpose(event, known), _agreement(event)
    return f"{event.actor_name} {done} {what}{which}{purpose}{agreement}{how}.{_groups(event, known)}"


def why(event: Event) -> str:
    """Why it was allowed, where the row says so; empty otherwise."""
    return event.reason if event.act == Act.VIEW and event.outcome == Outcome.ALLOWED else ""


def _subject(event: Event, words: Words) -> str:
    form = SUBJECTS.get(event.subject_kind)
    if form is None:
        return f"{event.subject_kind} {event.subject_id}".strip()
    name = words.agency(event.subject_id) if event.subject_kind == "log" else event.subject_id
    return form.format(id=name, holder=words.agency(event.holder_code) or "an agency").strip()


def _purpose(event: Event, words: Words) -> str:
    if not event.purpose:
        return ""
    label = words.purposes.get(event.purpose, event.purpose.replace("_", " "))
    return f" for {label[:1].lower()}{label[1:]}"


def _agreement(event: Event) -> str:
    return f" under {event.agreement}" if event.agreement else ""


def _groups(event: Event, words: Words) -> str:
    codes = [code for code in event.field_groups.split(",") if code]
    if not codes:
        return ""
    labels = [words.groups.get(code, code.replace("_", " ")) for code in codes]
    told = "; ".join(label[:1].lower() + label[1:] for label in labels)
    return f" {'Saw' if event.act in READS else 'It covers'}: {told}."
