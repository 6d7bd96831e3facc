"""Keeping pledges, and writing down what was done, what shows it and what came of it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.measured import Domain
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.models import Pledge, PledgeEntry, PledgeText
from alongside.outcomes.pledge_rules import why_no_code, why_no_entry
from alongside.outcomes.pledge_states import EntryKind, Found
from alongside.outcomes.texts import line, words
from alongside.partners.errors import Stale
from alongside.partners.standing import LONDON

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "pledges.json"
LAUNCHED = date(2019, 4, 25)


@dataclass(frozen=True, slots=True)
class PledgeDraft:
    """What a pledge says."""

    title: str
    words: str
    owner: str
    promised_on: date
    source: str


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An action, a piece of evidence or an outcome. `corrects`: the entry in whose place it stands."""

    kind: EntryKind
    words: str
    happened_on: date
    owner: str = ""
    measure: str = ""
    found: str = ""
    corrects: int | None = None


def install_pledges(*, source: str, promised_on: date = LAUNCHED, by: Actor, at: datetime) -> int:
    """Keep the eight pledges that come with Alongside, those that are not kept yet; gives how many were added."""
    added = 0
    with transaction.atomic():
        for order, one in enumerate(json.loads(SHIPPED.read_text(encoding="utf-8")), start=1):
            if not Pledge.objects.filter(code=one["code"]).exists():
                draft = PledgeDraft(one["title"], one["words"], one["owner"], promised_on, source)
                add_pledge(
                    code=one["code"], domain=Domain(one["domain"]), draft=draft, order=10 * order, by=by, at=at
                )  # fmt: skip
                added += 1
    return added


def add_pledge(
    *, code: str, domain: Domain, draft: PledgeDraft, order: int = 100, by: Actor, at: datetime
) -> str:  # fmt: skip
    """Keep a pledge; gives its code. Raises `OutcomesRefused` for a code that is taken or none."""
    if (why_not := why_no_code(code)) is not None:
        raise OutcomesRefused(why_not, "code")
    try:
        with transaction.atomic():
            pledge = Pledge.objects.create(code=code, domain=domain.value, order=order, made_at=at)
            _write(pledge, 1, draft, "As it was promised", by, at)
            _note(Act.CREATE, code, draft.title, by, at)
    except IntegrityError:
        raise OutcomesRefused("There is a pledge with this short name. Choose another.", "code") from None
    return code


def change_pledge(*, code: str, draft: PledgeDraft, reason: str, was: int, by: Actor, at: datetime) -> int:
    """Change what a pledge says; the old text stays in its history. `was`: the number of the text that was opened.

    Raises `Stale`, with the text that is kept now, where somebody changed it since.
    """
    why = line(reason, "reason", 500)
    with transaction.atomic():
        pledge = _pledge(code)
        now = PledgeText.objects.filter(pledge=pledge).latest("number")
        if now.number != was:
            raise Stale(f"{now.by} changed this pledge since you opened it.", theirs=now.words)
        _write(pledge, now.number + 1, draft, why, by, at)
        _note(Act.CHANGE, code, why, by, at)
    return now.number + 1


def add_entry(*, code: str, draft: EntryDraft, sent_key: UUID, by: Actor, at: datetime) -> None:
    """Write down an action, a piece of evidence or an outcome of a pledge. The same `sent_key` twice is one entry."""
    if draft.happened_on > at.astimezone(LONDON).date():
        raise OutcomesRefused("This day is still to come. Write down what has happened.", "happened_on")
    with transaction.atomic():
        pledge = _pledge(code)
        if PledgeEntry.objects.filter(sent_key=sent_key).exists():
            return
        standing = pledge.entries.filter(corrected_by__isnull=True)
        evidence = standing.filter(kind=EntryKind.EVIDENCE).values_list("pk", flat=True)
        has_evidence = any(one != draft.corrects for one in evidence)
        if (why_not := why_no_entry(draft.kind, draft.found, has_evidence)) is not None:
            raise OutcomesRefused(why_not, "found")
        corrected = None
        if draft.corrects is not None:
            corrected = standing.filter(pk=draft.corrects).first()
            if corrected is None:
                raise OutcomesRefused("The entry that you correct was corrected already. Open the pledge again.")
        PledgeEntry.objects.create(
            pledge=pledge, kind=draft.kind, words=words(draft.words, "words"), happened_on=draft.happened_on,
            owner=line(draft.owner, "owner", 160, may_be_empty=True),
            measure=line(draft.measure, "measure", 80, may_be_empty=True),
            found=Found(draft.found) if draft.found else "", corrects=corrected, sent_key=sent_key,
            agency_code=by.agency_code, by=by.name, at=at,
        )  # fmt: skip
        _note(Act.CREATE, code, f"{draft.kind.value}: {draft.words[:300]}", by, at)


def _pledge(code: str) -> Pledge:
    """Locked, so that two who write at once write one after the other."""
    found = Pledge.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise OutcomesRefused("That pledge is not kept here. Open the list and choose again.")
    return found


def _write(pledge: Pledge, number: int, draft: PledgeDraft, reason: str, by: Actor, at: datetime) -> None:
    PledgeText.objects.create(
        pledge=pledge, number=number, title=line(draft.title, "title", 120), words=words(draft.words, "words"),
        owner=line(draft.owner, "owner", 160), promised_on=draft.promised_on,
        source=line(draft.source, "source", 300), reason=reason, agency_code=by.agency_code, by=by.name, at=at,
    )  # fmt: skip


def _note(act: Act, code: str, reason: str, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind="pledge", subject_id=code, reason=reason))
