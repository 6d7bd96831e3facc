"""Who sends: the key in the Authorization header. Cookies are never looked at, so that no website can act for anybody."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from alongside.partners.key_scopes import Scope
from alongside.partners.key_use import KeyUse, count_use, identify, require_scope


class AgencyKey(HttpBearer):
    """A key of an agency, counted, with the scope that the operation needs."""

    openapi_description = "A key that your agency's account administrator or information governance officer made."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        at = timezone.now()
        use: KeyUse = identify(text=token, at=at)
        count_use(use=use, at=at)
        require_scope(use, self.scope)
        return use
