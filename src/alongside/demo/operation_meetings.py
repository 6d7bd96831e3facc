"""The invented tasking cycle: what residents asked for, how it became an operation, and what they were told."""

from collections.abc import Generator
from datetime import date, datetime, timedelta

from alongside.demo.life import Story
from alongside.demo.operation_telling import Teller, moment
from alongside.places import actions
from alongside.places.operation_drafts import ItemDraft

SAID = "The steps on the waterfront are dark, and we no longer let the children wait there."


def lapwing_panel(told: Teller, day: date) -> Generator[datetime, None, int]:
    """The ward panel and the problem-solving meeting after it; gives the panel's item."""
    yield _called(day)
    panel = _held(told, "saoirse", "ward_panel", "Quayside ward panel", day, "The library")
    yield moment(day, 18)
    item = _item(told, "saoirse", panel, day, ItemDraft("The waterfront steps", SAID))
    yield moment(day, 19)
    _decided(told, "saoirse", item, "passed_on", "The panel’s first priority. It goes to the next meeting.", day)
    later = day + timedelta(days=12)
    yield _called(later)
    solving = _held(told, "bryn", "problem_solving", "Waterfront cluster", later, "Town hall")
    draft = ItemDraft("The waterfront steps", "What is behind it, and who can do what?", came_from=item)
    yield moment(later, 18)
    second = _item(told, "bryn", solving, later, draft)
    yield moment(later, 19)
    _decided(told, "bryn", second, "passed_on", "Worth an operation. The sergeant writes one.", later)
    return item


def tell_residents(told: Teller, item: int, at: datetime) -> Story:
    """The answer: written by the sergeant, mended by her, signed off by the community officer."""
    texts = (
        "We patrolled the steps on foot for six months and tried the shops twice.",
        "We patrolled the steps on foot for six months, tried every shop on the parade twice, and cut the hedge. The "
        "lamps came late: they stand since April. Whether there is less violence is being worked out, and you will be "
        "told either way.",
    )
    for hours, text in enumerate(texts):
        yield at + timedelta(hours=hours)
        when = told.who("bryn", at + timedelta(hours=hours))
        newest = actions.write_answer(item_id=item, you_said=SAID, we_did=text, sent_key=told.key(), **when)
    yield (signed := at + timedelta(hours=5))
    actions.sign_answer(item_id=item, answer_id=newest, **told.who("saoirse", signed))


def next_meeting(told: Teller, at: datetime) -> Story:
    """A panel last week whose second wish waits for a decision, and the tasking meeting of next week."""
    day = at.date() - timedelta(days=8)
    yield _called(day)
    panel = _held(told, "saoirse", "ward_panel", "Station ward panel", day, "The school hall")
    wishes = (
        ("The station approach", "Our children are robbed on the way to the train."),
        ("Bikes on the footpath", "Bikes without lights on the footpath, most evenings."),
    )
    yield moment(day, 18)
    items = [_item(told, "saoirse", panel, day, ItemDraft(*wish)) for wish in wishes]
    yield moment(day, 19)
    actions.decide_item(
        item_id=items[0], outcome="operation", text="It is under way there already.", operation=told.reference,
        sent_key=told.key(), **told.who("bryn", moment(day, 19)),
    )  # fmt: skip
    yield moment(day + timedelta(days=1), 10)
    actions.write_answer(
        item_id=items[0], you_said="Our children are robbed on the way to the train.",
        we_did="Officers stand at the gate on every school day, and a second gate stays open until six.",
        sent_key=told.key(), **told.who("bryn", moment(day + timedelta(days=1), 10)),
    )  # fmt: skip
    yield at
    coming = _held(told, "bryn", "tasking", "Borough", at.date() + timedelta(days=6), "Town hall", at=at)
    draft = ItemDraft(
        "Curlew: the camera of the garages", "It is late. Who can do it instead?", operation=told.reference
    )
    actions.put_item(meeting_id=coming, draft=draft, sent_key=told.key(), **told.who("bryn", at))


def _called(day: date) -> datetime:
    """A meeting is put into the list a week before."""
    return moment(day - timedelta(days=7))


def _held(told: Teller, username: str, kind: str, name: str, day: date, place: str, at: datetime | None = None) -> int:
    return actions.hold_meeting(
        kind=kind, name=name, held_on=day, place=place, sent_key=told.key(),
        **told.who(username, at or _called(day)),
    )  # fmt: skip


def _item(told: Teller, username: str, meeting: int, day: date, draft: ItemDraft) -> int:
    return actions.put_item(
        meeting_id=meeting, draft=draft, sent_key=told.key(), **told.who(username, moment(day, 18))
    )  # fmt: skip


def _decided(told: Teller, username: str, item: int, outcome: str, text: str, day: date) -> None:
    actions.decide_item(
        item_id=item, outcome=outcome, text=text, sent_key=told.key(), **told.who(username, moment(day, 19))
    )  # fmt: skip
