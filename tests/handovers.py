"""A child in Year 6 on her way to secondary school, and others who move: for the tests of handovers and their pages."""

from datetime import date

from alongside.audit.entries import Actor
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions import handovers
from alongside.support.actions.handovers import Step
from alongside.support.actions.handovers_naming import name_child
from alongside.support.actions.pathway_versions import install
from alongside.support.handover_drafts import Destination, Naming
from alongside.support.shipped import shipped
from tests.cast import NOW, child

UP, WARD = "primary-to-secondary", "ward-to-community"
PAGE = {
    "grade": "more", "criteria": ["friends"], "says": "I hope there is football.", "strengths": "I draw maps.",
    "helps": "Ten minutes in a quiet place.", "call": "Priya, 01632 960 200", "file": "no",
}  # fmt: skip
WARD_PAGE = {
    "says": "I am not going back there.", "helps": "My aunt.", "call": "Ruth, 01632 960 102",
    "safe_contact": "By text to his aunt",
}  # fmt: skip
ACCEPTED = {"who": "Owen Trellick, on 4 September"}
CHECKED = {"attendance": "good", "settled": "yes", "says": "It is fine.", "next": "Nothing more."}


def make_handover_world(cast):
    """Two schools, the council, a hospital's clinic and a provider that have agreed; the outsider has not."""
    cast.agreement(
        "TR-1", ["school", "other_school", "council", "health", "provider"], purposes=frozenset({Purpose.TRANSITION}),
        field_groups=frozenset(FieldGroup),
    )  # fmt: skip
    for document in shipped():
        if document.get("handover"):
            install(
                document=document, receivers=["school", "other-school", "council", "health", "provider"],
                change_note="As it comes", by=Actor.system("tests"), at=NOW,
            )  # fmt: skip
    return cast


def pupil(given="Amina", **changes):
    return child(given, **{"date_of_birth": date(2016, 1, 5), **changes})


def named(cast, given="Amina", by="dsl", kind=UP, page=PAGE, to="other-school", at=NOW, **changes):
    naming = Naming(
        kind, pupil(given), page, to if isinstance(to, Destination) else Destination(to), date(2026, 11, 20), **changes
    )
    return name_child(naming=naming, by=cast.viewer(by, at), at=at)


def sent(cast, given="Amina", by="dsl", at=NOW, **changes):
    made = named(cast, given, by, at=at, **changes)
    return handovers.send(reference=made.reference, by=cast.viewer(by, at), at=at)


def step(cast, made, move, by="other_dsl", at=NOW, **more):
    return handovers.take_step(reference=made.reference, step=Step(move, **more), by=cast.viewer(by, at), at=at)


def accepted(cast, *given, **more):
    return step(cast, sent(cast, *given, **more), "accept", answers=ACCEPTED)


def redirected(cast, made, to, at=NOW, reason="The family moved in August."):
    return handovers.redirect(reference=made.reference, to=to, reason=reason, by=cast.viewer("dsl", at), at=at)
