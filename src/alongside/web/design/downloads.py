"""A file that the browser keeps. Its name is ours: the sender's own may name a child."""

from collections.abc import Iterable
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse

CSV = "text/csv; charset=utf-8"


def attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def csv_download(lines: Iterable[str], name: str) -> HttpResponse:
    """Line by line, so that a long file is never held whole."""
    # A stream is no HttpResponse to the type checker, though every middleware takes both.
    return cast(HttpResponse, StreamingHttpResponse(lines, content_type=CSV, headers=attachment(name)))
