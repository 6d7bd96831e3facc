"""Take every picture of the how-to pages anew: `make pictures`.

A borough that is thrown away is built as it stands on one fixed Wednesday afternoon, with its references drawn from a
seed, and each page is opened in Chromium by its member. So a picture changes when its page does.
"""

import base64
import os
import shutil
import struct
import sys
import tempfile
import threading
import zlib
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from docs.pictures import Picture

HERE = Path(__file__).resolve().parent
IMAGES = HERE / "images"
NOW = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
HEIGHTS = {360: 700, 1100: 760}
MOST_BYTES = 3_000_000
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")

# In an empty page of the browser: the picture's most frequent colours, and for each pixel the nearest of them.
REDUCE = """async ([data, most]) => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height), drawing = canvas.getContext('2d');
    drawing.drawImage(image, 0, 0);
    const pixels = new Uint32Array(drawing.getImageData(0, 0, image.width, image.height).data.buffer);
    const counts = new Map();
    for (const one of pixels) counts.set(one, (counts.get(one) || 0) + 1);
    const kept = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most).map(one => one[0]);
    const parts = one => [one & 255, (one >> 8) & 255, (one >> 16) & 255];
    const palette = kept.map(parts), nearest = new Map();
    for (const one of counts.keys()) {
        const [r, g, b] = parts(one);
        const away = palette.map(([x, y, z]) => (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2);
        nearest.set(one, away.indexOf(Math.min(...away)));
    }
    let text = '';
    for (const one of pixels) text += String.fromCharCode(nearest.get(one));
    return [image.width, image.height, palette.flat(), btoa(text)];
}"""


def png(width: int, height: int, palette: list[int], indices: bytes) -> bytes:
    """A PNG of up to 256 colours."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + indices[row * width : (row + 1) * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    body = chunk(b"PLTE", bytes(palette)) + chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


class NotTaken(Exception):
    """A picture whose page does not open."""


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """The pictures tell enough."""


class Borough:
    """The demo, built in a folder that is thrown away, answering at an address of this machine."""

    def __init__(self, folder: Path) -> None:
        os.environ.update(ALONGSIDE_MODE="demo", ALONGSIDE_VAR=str(folder), DATABASE_URL="")
        os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.config.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread; our code is not in it
        import django
        from django.core.management import call_command
        from django.utils import timezone

        django.setup()
        from alongside.config.wsgi import application
        from alongside.demo.building import Plan, build
        from alongside.support import references

        timezone.now = lambda: NOW
        references._SOURCE.getrandbits = Random(1).getrandbits  # noqa: S311
        call_command("migrate", verbosity=0)
        build(Plan("small", NOW, folder, keep_in=folder), say)
        self.server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def client(self, username: str) -> Any:
        from django.contrib.auth import get_user_model
        from django.test import Client

        client = Client()
        member = get_user_model()._default_manager.get(username=username)
        client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def read(self, username: str, path: str) -> str:
        return b"".join(self.client(username).get(path)).decode()

    def cookie(self, username: str) -> dict[str, str]:
        value = self.client(username).cookies["sessionid"].value
        return {"name": "sessionid", "value": value, "url": self.address}


def take(browser: "Browser", borough: Borough, picture: "Picture", reducing: "Page") -> bytes:
    from playwright.sync_api import expect

    size = {"width": picture.width, "height": HEIGHTS[picture.width]}
    context = browser.new_context(
        base_url=borough.address, viewport=size, color_scheme="light", reduced_motion="reduce"
    )
    context.add_cookies([borough.cookie(picture.member)])
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    address = picture.address(borough.read)
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        raise NotTaken(f"{address} answers {answer and answer.status} to {picture.member}")
    expect(page.locator("main")).to_be_visible()
    if picture.part:
        page.locator(f"main {picture.part}").first.evaluate("one => scrollTo(0, one.getBoundingClientRect().top - 50)")
    taken = base64.b64encode(page.screenshot()).decode()
    context.close()
    width, height, palette, indices = reducing.evaluate(REDUCE, [taken, 128])
    return png(width, height, palette, base64.b64decode(indices))


def main(names: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    from docs.pictures import PICTURES, NoSuchLink

    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("No Chromium here: `make browser` installs it.")
    wanted = [one for one in PICTURES if not names or one.name in names]
    missed: list[str] = []
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        borough = Borough(Path(folder))
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *root])
        reducing = browser.new_page()
        for picture in wanted:
            try:
                made = take(browser, borough, picture, reducing)
            except (NoSuchLink, NotTaken) as problem:
                missed.append(f"{picture.name}: {problem}")
                continue
            (IMAGES / f"{picture.name}.png").write_bytes(made)
            say(f"{picture.name}: {len(made):,} bytes")
        browser.close()
        borough.server.shutdown()
    whole = sum(one.stat().st_size for one in IMAGES.glob("*.png"))
    say(f"{len(wanted) - len(missed)} pictures taken; all of docs/images: {whole:,} bytes (at most {MOST_BYTES:,})")
    if missed:
        raise SystemExit("Not taken:\n" + "\n".join(missed))


if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent)]
    main(sys.argv[1:])
