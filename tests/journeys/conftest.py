"""A browser for the journeys: Chromium from the system, at a phone's width and a desk's, with and without JavaScript.

    def test_a_thing(visit, cast):
        page = visit("/concerns", member=cast.members["dsl"], width=PHONE)
        ...
        accessible(page)        # 0 violations of WCAG 2.2 A and AA, light and dark
        fits(page)              # nothing to scroll sideways

A console error, and so a breach of the content security policy, fails the test that caused it.
Never wait with `wait_for_function`: it evaluates a string, which the policy forbids. Wait for a locator.
A click, a key or a choice returns once the page that it leads to has come (`Arrivals`), and `expect` waits as well.
`pytest tests/journeys --latency 400` makes every answer late, to find a test that does not wait (a test that takes the
connection away by itself fails under it).
`pytest tests/journeys --screenshots DIR` keeps a picture of every page that asks for one with `picture`.
"""

import os
import shutil
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

PHONE, DESK = 360, 1280
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"], "resultTypes": ["violations"]}
# In the other scheme the page is the same in other colours: to ask for its names and its order again tells nothing new.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
ARGUMENTS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WENT_AWAY = ("documentElement", "Execution context was destroyed", "axe is not defined", "navigat")
AXE = Axe()
NAMES = ("chromium", "chromium-browser", "google-chrome")
MOVES = ("click", "press", "check", "uncheck", "select_option", "set_input_files", "dispatch_event")
SCRIPTLESS: "weakref.WeakSet[Page]" = weakref.WeakSet()  # axe waits for ever on a page that runs no script


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="DIR", help="keep pictures of the pages that the journeys meet")
    parser.addoption("--latency", metavar="MS", type=int, default=0, help="let every answer to the browser be so late")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


expect.set_options(timeout=20_000)


class Arrivals:
    """The page that a click leads to, waited for: in the browser a click is over before the next page has begun."""

    SECONDS = 30
    of: "weakref.WeakKeyDictionary[Page, Arrivals]" = weakref.WeakKeyDictionary()

    def __init__(self, page: Page) -> None:
        self.page, self.asked = weakref.ref(page), set()
        page.on("request", self._begin)
        page.on("response", lambda answer: answer.status in (204, 205) and self.asked.discard(answer.request))
        page.on("requestfailed", lambda request: self.asked.discard(request))
        page.on("domcontentloaded", lambda _page: self.asked.clear())
        page.on("download", lambda _file: self.asked.clear())
        Arrivals.of[page] = self

    def _begin(self, request: Request) -> None:
        page = self.page()
        if page and request.is_navigation_request() and request.frame == page.main_frame:
            self.asked.add(request)

    def wait(self) -> None:
        page, until = self.page(), time.monotonic() + self.SECONDS
        if page is None or page.is_closed():
            return
        with suppress(PlaywrightError):  # its context goes away with the page: then the next one is on its way
            page.evaluate("() => new Promise(done => setTimeout(done, 0))" if page not in SCRIPTLESS else "1")
        page.wait_for_timeout(15)  # the browser tells of the request a moment after the page has asked for it
        while self.asked and time.monotonic() < until and not page.is_closed():
            page.wait_for_timeout(10)


def arriving(move: Callable[..., Any]) -> Callable[..., Any]:
    def moved(locator: Locator, *args: Any, **kwargs: Any) -> Any:
        result = move(locator, *args, **kwargs)
        if (arrivals := Arrivals.of.get(locator.page)) is not None:
            arrivals.wait()
        return result

    return moved


@pytest.fixture(scope="session", autouse=True)
def moves_wait_for_the_page_that_comes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in MOVES:
            patch.setattr(Locator, name, arriving(getattr(Locator, name)))
        yield


class Answering:
    """The requests that the server is at work on: the database must not be emptied under their feet."""

    def __init__(self) -> None:
        self.open, self.lock = 0, Lock()

    def __enter__(self) -> "Answering":
        request_started.connect(self._begin)
        request_finished.connect(self._end)
        return self

    def __exit__(self, *_error: object) -> None:
        request_started.disconnect(self._begin)
        request_finished.disconnect(self._end)

    def _begin(self, **_about: object) -> None:
        with self.lock:
            self.open += 1

    def _end(self, **_about: object) -> None:
        with self.lock:
            self.open -= 1

    def wait(self) -> None:
        until = time.monotonic() + 10
        while self.open > 0 and time.monotonic() < until:
            time.sleep(0.01)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"No Chromium here (looked for {', '.join(NAMES)}): `make browser` installs it")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread; our code is not in it
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *root])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


Visit = Callable[..., Page]


@pytest.fixture
def visit(request: pytest.FixtureRequest, chromium: Browser, live_server) -> Iterator[Visit]:
    """Open a path as a member (or as nobody); each call is a browser of its own."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    latency = request.config.getoption("--latency")

    def listen(message: ConsoleMessage) -> None:
        # The browser reports every answer of 400 and above as an error of the console; those are the pages' business.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_page(path: str, *, member=None, width: int = DESK, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, java_script_enabled=javascript
        )
        contexts.append(context)
        if member is not None:
            sign_in(context, member, live_server.url)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.set_default_navigation_timeout(60_000)  # a busy machine draws its first page slowly
        Arrivals(page)
        if latency:
            late = {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1}
            context.new_cdp_session(page).send("Network.emulateNetworkConditions", late)
        if not javascript:
            SCRIPTLESS.add(page)
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    with Answering() as answering:
        yield open_page
        for context in contexts:
            context.set_offline(True)  # a page that closes would save its draft, while the database is being emptied
            context.close()
        answering.wait()
    assert not complaints, complaints


def sign_in(context: BrowserContext, member, url: str) -> None:
    """Give the browser a session of this member, without the page."""
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A or AA that axe can find, in either colour scheme."""
    assert page not in SCRIPTLESS, "axe is a script: look at this page in a browser that runs scripts"
    for scheme, options in (("light", WCAG), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        told = [
            f"{one['id']} at {node['target']}: {node.get('failureSummary', '')}"
            for one in violations(page, options)
            for node in one["nodes"]
        ]
        assert not told, f"{page.url} in {scheme}:\n" + "\n".join(told)
    page.emulate_media(color_scheme="light")


def violations(page: Page, options: dict = WCAG) -> list[dict]:
    """What axe finds on the page that stays: a click returns before its page has come, and axe would see the last one."""
    for _attempt in range(5):
        page.wait_for_load_state()
        try:
            before = page.evaluate("performance.timeOrigin")
            if not page.evaluate("() => 'axe' in window"):
                page.evaluate(AXE.axe_script)
            found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
            if page.evaluate("performance.timeOrigin") == before:
                return found
        except PlaywrightError as error:
            if not any(sign in str(error) for sign in WENT_AWAY):
                raise
    raise AssertionError(f"{page.url} did not stay long enough to be looked at")


def fits(page: Page) -> None:
    """Nothing is wider than the window."""
    page.wait_for_load_state("domcontentloaded")
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide for {page.viewport_size}"


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a picture of the page in both schemes, if --screenshots says where."""
    folder = request.config.getoption("--screenshots")

    def take(page: Page, name: str) -> None:
        if not folder:
            return
        width = page.viewport_size["width"] if page.viewport_size else 0
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")

    return take
