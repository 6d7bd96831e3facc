"""The reader's part in her own view: open it by link and code, stay, leave, say how it goes, ask for a correction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act, Outcome
from alongside.partners.access import writing
from alongside.partners.errors import Invalid, Refused
from alongside.partners.own_access import OwnLink, reader_by, require_own_view
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, NoticeKind, Purpose
from alongside.support.actions.clocks import start_clock
from alongside.support.casework import words as needed_words
from alongside.support.models import OwnCorrection, OwnView, OwnVoice
from alongside.support.own_links import SESSION_LASTS, WRONG_CODES, code_of, digest, new_device_secret
from alongside.support.queries.own_matters import Matter, matter_of
from alongside.support.queries.own_reading import is_live
from alongside.support.references import CORRECTION, new_reference
from alongside.support.states import Face, OwnAbout, OwnReader
from alongside.support.telling import told_of_own_view
from alongside.support.ties import ANSWER_WITHIN, CORRECTION_CLOCK


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of a code. With neither a secret nor tries left the page is closed, whatever the reason."""

    secret: str = ""
    tries_left: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads by a link, for this one request."""

    viewer: Viewer
    link: OwnLink


CLOSED = Opened()


def open_link(*, address: str, code: str, by: Viewer, at: datetime) -> Opened:
    """Give the code. A right one opens the view on this device and closes it on any other; after five wrong ones the
    link locks itself, and the worker finds it in her queue."""
    with transaction.atomic():
        row = _locked(address)
        if row is None or not is_live(by, row):
            return CLOSED
        if not constant_time_compare("".join(filter(str.isdecimal, code)), code_of(row.pk)):
            return _wrong(row, by, at)
        try:
            reader = _reader(row, at)
            _decide(reader, FieldGroup.IDENTITY, Act.SIGN_IN)
        except Refused:
            return CLOSED
        secret = new_device_secret()
        row.wrong_codes, row.opened_at = 0, at
        row.device_digest, row.device_until = digest(secret), at + SESSION_LASTS
        row.save(update_fields=["wrong_codes", "opened_at", "device_digest", "device_until"])
    return Opened(secret=secret)


def _locked(address: str) -> OwnView | None:
    rows = OwnView.objects.select_for_update(of=("self",)).select_related("record", "holder", "made_by__agency")
    return rows.filter(address_digest=digest(address)).first()


def _wrong(row: OwnView, by: Viewer, at: datetime) -> Opened:
    row.wrong_codes += 1
    left = WRONG_CODES - row.wrong_codes
    row.locked_at = at if left <= 0 else None
    row.device_digest = "" if left <= 0 else row.device_digest
    row.save(update_fields=["wrong_codes", "locked_at", "device_digest"])
    if row.locked_at is not None:
        told_of_own_view(row, NoticeKind.OWN_VIEW_LOCKED, at)
    actor = Actor(row.made_by.agency.code, f"own-view:{row.pk}", "Somebody with the link", by.actor.role)
    reason = "wrong code; the link locked itself" if left <= 0 else f"wrong code, {left} left"
    record(
        Entry(
            at=at, actor=actor, act=Act.SIGN_IN, outcome=Outcome.REFUSED, subject_kind="own view",
            subject_id=row.matter, persons=(row.record.person_id,), reason=reason,
        )
    )  # fmt: skip
    return Opened(tries_left=max(0, left))


def enter(*, secret: str, by: Viewer, at: datetime) -> Reader | None:
    """Whose device this is, if its fifteen minutes have not run out; they begin anew."""
    if not secret:
        return None
    rows = OwnView.objects.select_related("record", "holder", "made_by__agency")
    row = rows.filter(device_digest=digest(secret), device_until__gt=at).first()
    if row is None or not is_live(by, row):
        return None
    OwnView.objects.filter(pk=row.pk, device_digest=row.device_digest).update(device_until=at + SESSION_LASTS)
    return _reader(row, at)


def _reader(row: OwnView, at: datetime) -> Reader:
    who = "The child, in her or his own view" if row.reader == OwnReader.CHILD else "A parent, in the child’s own view"
    link = OwnLink(
        row.pk, row.record.person_id, row.matter, Purpose[row.purpose.upper()], row.made_by.agency.code, who,
        row.until, row.is_strict,
    )  # fmt: skip
    return Reader(reader_by(link, at), link)


def _decide(reader: Reader, group: FieldGroup, act: Act) -> Matter:
    matter = matter_of(reader.viewer, reader.link.matter)
    if matter is None or not matter.is_open:
        raise Invalid("This is closed.", "")
    require_own_view(reader.viewer, reader.link, matter.subject, frozenset({group}), act)
    return matter


def leave(*, secret: str, by: Viewer, at: datetime) -> None:
    """Close the view on this device at once."""
    OwnView.objects.filter(device_digest=digest(secret)).update(device_digest="", device_until=at)


def say_how_it_goes(*, reader: Reader, face: str, words: str, sent_key: str, by: Viewer, at: datetime) -> OwnVoice:
    """A face, and words if there are any: they go to the plan as the child's voice."""
    if face not in Face.values:
        raise Invalid("Pick a face.", "face")
    said = needed_words(words, "What you say", "words", 2_000) if words.strip() else ""
    with writing():
        _decide(reader, FieldGroup.CHILD_VOICE, Act.CREATE)
        made, new = OwnVoice.objects.get_or_create(
            view_id=reader.link.id, sent_key=sent_key[:40],
            defaults={"matter": reader.link.matter, "face": face, "words": said, "at": at},
        )  # fmt: skip
        if new and face == Face.HELP:
            told_of_own_view(made.view, NoticeKind.OWN_VIEW_HELP, at)
    return made


def ask_correction(
    *, reader: Reader, about: str, words: str, sent_key: str, by: Viewer, at: datetime
) -> OwnCorrection:  # fmt: skip
    """Ask that something be put right. It goes to the worker's queue with a clock of ten working days."""
    said = needed_words(words, "What is wrong", "words", 2_000)
    if about not in OwnAbout.values:
        raise Invalid("Pick what it is about.", "about")
    with writing():
        matter = _decide(reader, FieldGroup.CHILD_VOICE, Act.ASK)
        made, new = OwnCorrection.objects.get_or_create(
            view_id=reader.link.id, sent_key=sent_key[:40],
            defaults={
                "reference": new_reference(CORRECTION, OwnCorrection), "matter": matter.reference, "about": about,
                "words": said, "at": at,
            },
        )  # fmt: skip
        if new:
            start_clock(
                kind=CORRECTION_CLOCK, matter=made.reference, owner=matter.holder, allowance=ANSWER_WITHIN, at=at,
                label="Answer the child’s correction",
            )  # fmt: skip
            told_of_own_view(made.view, NoticeKind.OWN_VIEW_CORRECTION, at)
    return made
