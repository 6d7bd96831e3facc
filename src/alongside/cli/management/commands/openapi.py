"""`alongside openapi`: the interface's description, for docs/reference and for whoever makes a client."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Print the description of the interface in OpenAPI 3.1."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        from alongside.web.api.schema import text

        self.stdout.write(text(), ending="")
