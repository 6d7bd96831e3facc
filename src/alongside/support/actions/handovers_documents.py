"""The list of documents that go with a child: by name, sent when and how, received by whom. Not the documents."""

from datetime import datetime

from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.support.actions.handovers_clocks import FILE, RECEIPT, run_clocks
from alongside.support.casework import words
from alongside.support.definitions.parts import Who
from alongside.support.handover_parts import NOT_WITH_RECEIVER, Worked, find_handover, log, went_elsewhere
from alongside.support.models import HandoverDocument


def list_document(*, reference: str, name: str, is_protection_file: bool, by: Viewer, at: datetime) -> HandoverDocument:
    """Put a document on the list. A child-protection file on it starts the clock of its receipt."""
    said = words(name, "The name of the document", "name", 160)
    with writing():
        worked = find_handover(by, reference, needs=Who.REFERRER)
        handover = worked.handover
        if handover.ended_at is not None:
            raise Invalid("This handover has ended.", "name")
        made, is_new = HandoverDocument.objects.get_or_create(
            handover=handover, name=said,
            defaults={"is_protection_file": is_protection_file, "listed_by": by.actor.name, "listed_at": at},
        )  # fmt: skip
        if is_new and is_protection_file and handover.state not in NOT_WITH_RECEIVER:
            run_clocks(handover, worked.definition, (FILE,), at)
        if is_new:
            log(handover, worked.definition, Act.CHANGE, "listed a document", by, at)
    return made


def document_sent(
    *, reference: str, document: int, how: str, sent_at: datetime, by: Viewer, at: datetime
) -> HandoverDocument:
    """Say when and how a document went, and to whom by name. What went to an earlier receiver goes once more; that it
    did stays in the log."""
    said = words(how, "How it went, and to whom", "how", 200)
    with writing():
        worked = find_handover(by, reference, needs=Who.REFERRER)
        found = _document(worked, document, by)
        if found.sent_at is not None:
            if not went_elsewhere(worked.handover, found):
                raise Invalid("It is down as sent already.", "how")
            found.received_at, found.received_by, found.receipt_entered_by = None, "", ""
        _not_later(sent_at, at)
        found.sent_at, found.sent_by, found.sent_how = sent_at, by.actor.name, said
        found.save()
        log(worked.handover, worked.definition, Act.DISCLOSE, f"sent a document: {said}", by, at)
    return found


def document_received(
    *, reference: str, document: int, who: str, received_at: datetime, by: Viewer, at: datetime
) -> HandoverDocument:
    """The receipt, by name. For a receiver outside the partnership the sender enters it."""
    name = words(who, "The name of whoever has it", "who", 200)
    with writing():
        worked = find_handover(by, reference, needs=Who.WORKER)
        handover, found = worked.handover, _document(worked, document, by)
        elsewhere = went_elsewhere(handover, found)
        if found.received_at is not None and not elsewhere:
            raise Invalid("There is a receipt already.", "who")
        if found.sent_at is None or elsewhere:
            raise Invalid("It is not down as sent yet. Ask the sender to say when and how it went.", "who")
        _not_later(received_at, at)
        if received_at < found.sent_at:
            raise Invalid("That is before it was sent. Check the day.", "on")
        found.received_at, found.received_by, found.receipt_entered_by = received_at, name, by.actor.name
        found.save(update_fields=["received_at", "received_by", "receipt_entered_by"])
        files = handover.documents.filter(is_protection_file=True)
        if found.is_protection_file and not files.filter(received_at__isnull=True).exists():
            run_clocks(handover, worked.definition, (RECEIPT,), received_at)
        log(handover, worked.definition, Act.CHANGE, f"gave a receipt for a document: {name}", by, at)
    return found


def _document(worked: Worked, document: int, by: Viewer) -> HandoverDocument:
    found = HandoverDocument.objects.filter(pk=document, handover=worked.handover).first()
    if found is None:
        raise refuse(by, "handover", worked.handover.reference, "no such document of this handover", act=Act.CHANGE)
    return found


def _not_later(when: datetime, at: datetime) -> None:
    if when > at:
        raise Invalid("That is in the future. Enter it when it has happened.", "on")
