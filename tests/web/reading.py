"""Reading a page in a test."""

import html
import re


def text_of(response) -> str:
    """What a reader sees: no marks, single spaces (a hard space is one too)."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def plain(response) -> bytes:
    """The page without the forms' token, which is new in every answer."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def errors_in(response) -> dict[str, str]:
    """Where each line of the error summary leads, and what it says."""
    page = response.content.decode()
    summary = re.search(r'govuk-error-summary__list">(.*?)</ul>', page, flags=re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", summary[1], flags=re.DOTALL) if summary else []
    return {"".join(re.findall(r'href="#([^"]+)"', line)): re.sub(r"<[^>]+>", "", line).strip() for line in lines}
