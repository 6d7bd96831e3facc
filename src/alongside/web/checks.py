"""What must hold before the web system starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from alongside.web.design import assets


@register()
def browser_assets(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    missing = assets.missing()
    if not missing:
        return []
    return [Error(f"Browser assets are missing: {', '.join(missing)}.", hint="Run `make setup`.", id="web.E001")]


@register()
def demo_stays_in_the_demo(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Signing in without a password must not exist outside demo mode."""
    if settings.MODE == "demo":
        return []
    try:
        found = reverse("demo_sign_in")
    except NoReverseMatch:
        found = ""
    if not found and not settings.IS_DEMO:
        return []
    return [
        Error(
            "The demo's sign-in without a password is switched on outside demo mode.",
            hint="Set ALONGSIDE_MODE=production and restart; use ALONGSIDE_MODE=demo only with invented people.",
            id="web.E002",
        )
    ]
