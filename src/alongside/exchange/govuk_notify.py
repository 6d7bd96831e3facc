"""GOV.UK Notify as the way messages leave: `ALONGSIDE_EMAIL_URL=notify:TEMPLATE_ID`, with `ALONGSIDE_NOTIFY_KEY`.

The template in Notify has two places, ((subject)) and ((body)). Notify's own client is needed:
`pip install "alongside[notify]"`. Notify's e-mails carry no calendar files; the meeting's page has them.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

CLIENT = "notifications_python_client.notifications"


class GovukNotify(BaseEmailBackend):
    """A back end of Django's mail. An error of Notify is raised, so that the outbox tries again."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently, **options)
        self.client: Any = None

    def open(self) -> bool:
        if self.client is not None:
            return False
        try:
            self.client = import_module(CLIENT).NotificationsAPIClient(settings.NOTIFY_KEY)
        except ModuleNotFoundError:
            raise ImproperlyConfigured(
                'Messages are to leave by GOV.UK Notify, but its client is not installed. Run pip install "alongside[notify]", '
                "or set ALONGSIDE_EMAIL_URL to a mail server."
            ) from None
        return True

    def close(self) -> None:
        self.client = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.open()
        for message in email_messages:
            for address in message.to:
                self.client.send_email_notification(
                    email_address=address,
                    template_id=settings.NOTIFY_TEMPLATE,
                    personalisation={"subject": str(message.subject), "body": str(message.body)},
                )
        return len(email_messages)
