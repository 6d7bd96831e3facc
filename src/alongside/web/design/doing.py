"""What every page with a form does in the same way."""

from typing import Any

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> Any:
    """What was posted, or nothing: a form that nobody has sent shows no errors."""
    return request.POST if request.method == "POST" else None
