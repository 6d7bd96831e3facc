"""The answers of a concern in words, section by section, to be checked before they are sent."""

from collections.abc import Callable
from dataclasses import dataclass

from alongside.people.drafts import RecordDraft
from alongside.people.states import EventRole, Sex
from alongside.support.drafts import ConcernDetails
from alongside.support.states import Consent, ReferrerRole
from alongside.web.concern.drafting import ChildChosen
from alongside.web.design.wording import day, weekday

To = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[tuple[str, str, str], ...]


def sections(details: ConcernDetails, child: ChildChosen, to: To, to_child: str) -> tuple[Section, ...]:
    """`to` gives the address at which the answer to a field is changed."""
    about_voice = "What the child says" if details.child_voice else "Why it is not known what the child says"
    why = (("Why without consent", details.consent_reason, to("consent_reason")),) if details.consent_reason else ()
    return (
        Section("The child", (
            ("Name", child.name, to_child),
            ("Date of birth", day(child.born), to_child),
            *(() if child.is_own else _more(details.child, to)),
            ("In danger right now", "Yes" if details.in_danger_now else "No", to("in_danger")),
            ("In this event", EventRole(details.child_role).label, to("child_role")),
            (about_voice, details.child_voice or details.child_voice_missing, to("voice")),
        )),
        Section("What happened", (
            ("What you saw or heard", details.fact, to("fact")),
            ("What you think it means", details.opinion, to("opinion")),
            ("What others told you", details.allegation, to("told")),
            *([("Who told you", details.allegation_by, to("allegation_by"))] if details.allegation else []),
            ("When", weekday(details.happened_on), to("happened")),
            ("Where", details.happened_where, to("happened_where")),
        )),
        Section("Other people", _others(details, to)),
        Section("Consent and you", (
            ("Consent", Consent(details.consent).label, to("consent")),
            *why,
            ("Your role", ReferrerRole(details.referrer_role).label, to("referrer_role")),
            ("Call you back on", details.call_back, to("call_back")),
        )),
    )  # fmt: skip


def _more(child: RecordDraft, to: To) -> tuple[tuple[str, str, str], ...]:
    """What was added about a new child; what was not, is not asked for again here."""
    names = ", ".join(f"{name.given} {name.family}".strip() for name in child.names[1:])
    address = "\n".join(_address(one.lines, one.postcode, one.is_protected) for one in child.addresses)
    rows = (
        ("Sex", Sex(child.sex).label if child.sex else "", to("sex")),
        ("Also called", names, to("other_name")),
        ("Address", address, to("address")),
        ("Telephone", child.telephone, to("telephone")),
    )
    return tuple(row for row in rows if row[1])


def _address(lines: str, postcode: str, is_protected: bool) -> str:
    words = ", ".join(filter(None, (lines, postcode)))
    return f"{words}\nNobody may learn this address" if is_protected else words


def _others(details: ConcernDetails, to: To) -> tuple[tuple[str, str, str], ...]:
    if not details.others:
        return (("Anybody else", "Nobody named", to("people")),)
    return tuple(
        (EventRole(one.role).label, "\n".join(filter(None, (one.name, one.note))), to(f"other_{number}_name"))
        for number, one in enumerate(details.others, start=1)
    )
