"""`alongside post status` and `alongside post retry`: the messages that are to leave, in counts (docs/how-to/messages.md)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from alongside.cli.asking import operator
from alongside.partners.outbox import retry, whole_outbox
from alongside.web.design.wording import plural


class Command(BaseCommand):
    help = "say how messages to members stand, or send those that failed once more"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="status | retry")
        verbs.add_parser("status", help="how many wait, failed, were given up")
        verbs.add_parser("retry", help="send what failed or was given up from now on, as if it were new")

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "retry":
            again = retry(by=operator("post retry"), at=timezone.now())
            self.stdout.write(f"{plural(again, 'message')} will be sent once more.")
        else:
            self._status()

    def _status(self) -> None:
        now = whole_outbox(at=timezone.now())
        since = f", the oldest since {timezone.localtime(now.oldest):%-d %B %Y, %H:%M}" if now.oldest else ""
        for line in (
            "" if settings.SENDS_MESSAGES else "No way out is set: messages wait. Set ALONGSIDE_EMAIL_URL.",
            f"To send: {now.waiting + now.failed}{since}; of them tried in vain so far: {now.failed}.",
            f"Given up: {now.given_up}.{' Mend the cause, then run alongside post retry.' if now.given_up else ''}",
            f"Sent within a day: {now.sent_in_a_day}.",
            f"Members without an e-mail address: {now.without_address}.",
        ):
            if line:
                self.stdout.write(line)
