"""The public site alone: 100 people at once, each asking for the next page as soon as the last has come.

    make bench BENCH=public_site

Writes two releases into a folder, serves them by the real server with two workers, and asks by `wrk` on the same two
cores, as a browser does (compressed). Prints pages a second, percentiles, and the heaviest page.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from alongside.publicsite.releases import from_folder
from alongside.publicsite.site import Site
from benchmarks.harness import report
from tests.publicsite.made import two, written

ROOT = Path(__file__).resolve().parents[1]
USERS, SECONDS = 100, int(os.environ.get("BENCH_SECONDS", "10"))
PATHS = (
    "/", "/scoreboard/", "/scoreboard/violence/", "/scoreboard/waits-camhs/", "/pledges/", "/pledges/life-skills/",
    "/releases/1/", "/data/release-1.csv", "/site.css",
)  # fmt: skip
SCRIPT = """
local paths, turn = {%s}, 0
request = function() turn = turn + 1; return wrk.format("GET", paths[turn %% #paths + 1]) end
done = function(summary, latency, requests)
  io.write(string.format("%%.0f; %%.1f / %%.1f / %%.1f; %%d errors", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def serve(folder: Path, port: int) -> subprocess.Popen:
    granian = Path(sys.executable).parent / "granian"
    server = subprocess.Popen(
        [str(granian), "--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--host", "127.0.0.1",
         "--port", str(port), "--no-access-log", "--log-level", "warning", "--factory",
         "alongside.publicsite.wsgi:application"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "ALONGSIDE_RELEASES": str(folder)},
    )  # fmt: skip
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.1)
    server.terminate()
    raise SystemExit("the server did not start")


def ask(port: int) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % ", ".join(f'"{path}"' for path in PATHS))
        script.flush()
        command = [
            "wrk", "-t1", f"-c{USERS}", f"-d{SECONDS}s", "-s", script.name, "-H", "Accept-Encoding: gzip",
            f"http://127.0.0.1:{port}",
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark asks by wrk: apt-get install wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = written(Path(name), two())
        sizes = {path: size for path, size in Site(from_folder(folder)).sizes.items() if not path.startswith("data/")}
        heaviest = max((path for path in sizes if path != "site.css"), key=sizes.__getitem__)
        server = serve(folder, port := free_port())
        try:
            told = ask(port)
        finally:
            server.terminate()
            server.wait()
    report(
        f"The public site, {USERS} at once",
        {
            "pages a second; p50 / p95 / p99 in ms": told,
            "heaviest page with its style, bytes": sizes[heaviest] + sizes["site.css"],
        },
    )


if __name__ == "__main__":
    main()
