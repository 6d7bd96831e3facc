"""The site as a WSGI application: every answer is ready, no cookie is set, nothing about who asks is kept."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from alongside.publicsite.pages import Answer, Links, not_found, pages
from alongside.publicsite.releases import INDEX, Published, from_folder

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "interest-cohort=()"), ("Vary", "Accept-Encoding"),
)  # fmt: skip
FRESH = 300  # seconds that a browser may keep a page without asking
LOOK_AGAIN = 2.0  # seconds between two looks at whether new files came
Headers = list[tuple[str, str]]
Start = Callable[[str, Headers], object]


class Site:
    """Answers by path. `base` is where the site is mounted, with its slashes; `elsewhere`: other pages beside it."""

    def __init__(self, published: Published, *, base: str = "/", elsewhere: Links = ()) -> None:
        self.base = base
        self._pages = pages(published, base=base, elsewhere=elsewhere)
        self._missing = not_found(published, base=base, elsewhere=elsewhere)

    def answer(
        self, path: str, *, method: str = "GET", packed: bool = False, known: str = ""
    ) -> tuple[str, Headers, bytes]:  # fmt: skip
        """Status, headers and body of what lies at `path` below the base."""
        if method not in ("GET", "HEAD"):
            return "405 Method Not Allowed", [*HEADERS, ("Allow", "GET, HEAD"), ("Content-Length", "0")], b""
        if path and not path.endswith("/") and f"{path}/" in self._pages:
            return (
                "301 Moved Permanently",
                [*HEADERS, ("Location", f"{self.base}{path}/"), ("Content-Length", "0")],
                b"",
            )
        found = self._pages.get(path)
        one = found or self._missing
        headers = [*HEADERS, ("Content-Type", one.kind), ("ETag", one.tag)]
        headers.append(("Cache-Control", f"public, max-age={FRESH}" if found else "no-store"))
        if path.startswith("data/"):
            headers.append(("Access-Control-Allow-Origin", "*"))
        if one.download:
            headers.append(("Content-Disposition", f'attachment; filename="{one.download}"'))
        if found and known == one.tag:
            return "304 Not Modified", headers, b""
        body = _body(one, headers, packed)
        return "200 OK" if found else "404 Not Found", headers, b"" if method == "HEAD" else body

    @property
    def sizes(self) -> Mapping[str, int]:
        """Bytes of each page as it is sent uncompressed."""
        return {path: len(one.body) for path, one in self._pages.items()}


def _body(one: Answer, headers: Headers, packed: bool) -> bytes:
    body = one.packed if packed else one.body
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    return body


class Application:
    """The site of a folder, made anew when new release files have come."""

    def __init__(self, folder: Path, *, base: str = "/") -> None:
        self._folder, self._base, self._lock = folder, base, threading.Lock()
        self._mark, self._looked = self._stamp(), time.monotonic()
        self._site = Site(from_folder(folder), base=base)

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        self._look()
        path = str(environ.get("PATH_INFO", "/")).lstrip("/")
        status, headers, body = self._site.answer(
            path, method=str(environ["REQUEST_METHOD"]), packed="gzip" in str(environ.get("HTTP_ACCEPT_ENCODING", "")),
            known=str(environ.get("HTTP_IF_NONE_MATCH", "")),
        )  # fmt: skip
        start(status, headers)
        return [body]

    def _stamp(self) -> int:
        index = self._folder / INDEX
        return index.stat().st_mtime_ns if index.is_file() else 0

    def _look(self) -> None:
        """While new files are being written, or when they are broken, the site that stands goes on."""
        if time.monotonic() - self._looked < LOOK_AGAIN or not self._lock.acquire(blocking=False):
            return
        try:
            self._looked = time.monotonic()
            if (mark := self._stamp()) != self._mark and mark:
                self._site, self._mark = Site(from_folder(self._folder), base=self._base), mark
        except Exception as error:  # whatever is wrong with the new files, residents still read the old ones
            self._mark = mark
            print(f"The new release files are not shown: {error}")  # noqa: T201 - the only log there is
        finally:
            self._lock.release()
