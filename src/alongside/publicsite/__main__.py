"""Serve the site of a folder, or write its pages as plain files for any web server."""

import argparse
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

from alongside.publicsite.pages import not_found, pages
from alongside.publicsite.releases import BrokenFiles, from_folder
from alongside.publicsite.site import Application


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m alongside.publicsite", description=__doc__)
    parser.add_argument("--files", type=Path, required=True, help="folder that `alongside publish --to` wrote")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--write", type=Path, help="write all pages into this folder instead of serving them")
    given = parser.parse_args(arguments)
    try:
        if given.write:
            sys.stdout.write(f"Wrote {_write(given.files, given.write)} files into {given.write}\n")
            return 0
        application = Application(given.files)
    except BrokenFiles as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"The public site is at http://{given.host}:{given.port}/\n")
    with make_server(given.host, given.port, application, server_class=Threads) as server:
        server.serve_forever()
    return 0


def _write(folder: Path, into: Path) -> int:
    published = from_folder(folder)
    made = {**pages(published), "404.html": not_found(published)}
    for path, one in made.items():
        place = into / (f"{path}index.html" if not path or path.endswith("/") else path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(one.body)
    return len(made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
