"""The demo's keys: a case system that sends by itself, and one that was lost and is tried again."""

from datetime import timedelta

from alongside.demo import cast
from alongside.demo.case_stories import Spare
from alongside.demo.life import Story, World
from alongside.demo.places import DemoBroken
from alongside.partners.key_scopes import Scope
from alongside.partners.key_use import UnknownKey, count_use, identify
from alongside.partners.keys import KeyDraft, make_key, revoke_key
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.support.actions.raising import raise_concern
from alongside.support.drafts import ConcernDetails

KEEPER = "petra"
YOUNG = range(6, 13)
NAME = "Housing and benefits casework"


def key_stories(world: World, spare: Spare) -> list[Story]:
    return [_casework(world, spare), _lost(world)]


def _casework(world: World, spare: Spare) -> Story:
    """The council's own casework sends a concern at night, about a family whom it was about to evict."""
    at = world.moments.on(60, 11)
    yield at
    draft = KeyDraft(NAME, "practitioner", frozenset({Scope.CONCERNS, Scope.REFERRALS}), at.date() + timedelta(days=75))
    _, text = make_key(draft=draft, by=world.viewer(KEEPER, at), at=at)
    yield (at := world.moments.worked(1, 19, 40))
    child = spare(YOUNG)  # only now: whom the other stories are about does not depend on this one
    use = identify(text=text, at=at)
    count_use(use=use, at=at)
    details = ConcernDetails(
        child=RecordDraft(
            names=(NameDraft(child.given.usual, child.family.usual),), date_of_birth=child.born, agency_ref="HB-20417"
        ),
        child_role="at_risk", referrer_role="council", happened_on=at.date(),
        fact="Rent unpaid for four months. At the visit the child opened the door alone and said that nobody had been "
        "home since the day before. No food in the kitchen.",
        child_voice_missing="The visiting officer did not ask more, so as not to frighten the child.",
        consent="not_sought_other", consent_reason="No adult was there to be asked.", call_back="01632 960 104",
    )  # fmt: skip
    made = raise_concern(details=details, by=use.viewer, at=at, source=f"interface, key “{NAME}”")
    world.truth.note(made.record_id, child, cast.COUNCIL)


def _lost(world: World) -> Story:
    """Revoked on the day on which the laptop was missed; somebody tries it a week later."""
    at = world.moments.on(40, 9, 30)
    yield at
    draft = KeyDraft("Trial with a laptop", "practitioner", frozenset({Scope.CONCERNS}), at.date() + timedelta(days=30))
    key, text = make_key(draft=draft, by=world.viewer(KEEPER, at), at=at)
    yield (at := world.moments.on(33, 10))
    reason = "The laptop on which it lay was left on a train."
    revoke_key(key_id=key.pk, reason=reason, by=world.viewer(KEEPER, at), at=at)
    yield (at := world.moments.on(26, 23, 5))
    try:
        identify(text=text, at=at)
    except UnknownKey:
        return
    raise DemoBroken("A revoked key was let in.")
