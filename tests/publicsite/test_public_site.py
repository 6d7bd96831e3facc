"""The public site: made of release files alone, light, without cookies, at addresses that stay."""

import json
import re
import subprocess
import sys

import pytest

from alongside.common.measured import Counted, Slice
from alongside.outcomes.drawing.drawn import before_from
from alongside.outcomes.drawing.drawn import draw as drawn
from alongside.outcomes.drawing.similar import Similar, funnels_of
from alongside.publicsite.__main__ import main
from alongside.publicsite.measures import headline, shown
from alongside.publicsite.pages import pages
from alongside.publicsite.releases import BrokenFiles, from_files, from_folder
from alongside.publicsite.site import Application, Site
from alongside.publicsite.wsgi import application
from tests.publicsite.made import VERDICT, files, release_body, two, written
from tests.scoreboards import Q, like_this_one, said

BUDGET = 150_000
ALONE = """
import sys
from pathlib import Path
sys.modules["django"] = None  # whoever imports it fails
from alongside.publicsite.wsgi import application as factory
application = factory()
told = {}
for path in ("/", "/scoreboard/", "/pledges/life-skills/", "/releases/1/", "/data/release-1.csv"):
    body = b"".join(application({"REQUEST_METHOD": "GET", "PATH_INFO": path}, lambda status, headers: told.update({path: status})))
    assert body and told[path] == "200 OK", (path, told)
mine = sorted(name for name in sys.modules if name.startswith("alongside."))
assert all(name.startswith("alongside.publicsite") for name in mine), mine
print("alone")
"""


@pytest.fixture(scope="module")
def site():
    return Site(from_files(two()))


def read(site, path):
    status, _, body = site.answer(path)
    assert status == "200 OK", path
    return body.decode()


def test_it_runs_with_the_release_files_alone_where_there_is_no_django_and_no_database(tmp_path):
    written(tmp_path, two())
    env = {"ALONGSIDE_RELEASES": str(tmp_path), "PYTHONPATH": ":".join(sys.path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", ALONE], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "alone", done.stderr


def test_without_a_folder_the_server_ends_and_says_what_to_set(monkeypatch, tmp_path):
    monkeypatch.delenv("ALONGSIDE_RELEASES", raising=False)
    with pytest.raises(SystemExit, match="Set ALONGSIDE_RELEASES"):
        application()
    monkeypatch.setenv("ALONGSIDE_RELEASES", str(tmp_path))
    with pytest.raises(SystemExit, match="alongside publish --to"):
        application()


def test_every_page_with_its_style_is_lighter_than_150_kilobytes(site):
    style = site.sizes["site.css"]
    heavy = {path: size for path, size in site.sizes.items() if not path.startswith("data/") and size + style > BUDGET}
    assert not heavy and len(site.sizes) > 20


def test_no_cookie_no_script_and_nothing_from_elsewhere(site):
    for path in site.sizes:
        _, headers, body = site.answer(path)
        told = dict(headers)
        assert "Set-Cookie" not in told and "default-src 'none'" in told["Content-Security-Policy"]
        if told["Content-Type"].startswith("text/html"):
            text = body.decode()
            assert "<script" not in text and " style=" not in text and not re.search(r'(src|href)="(https?:)?//', text)


def test_every_link_leads_somewhere(site):
    for path in [one for one in site.sizes if not one.startswith("data/") and one != "site.css"]:
        for link in re.findall(r'href="([^"#]+)', read(site, path)):
            assert link.startswith("/") and site.answer(link[1:])[0] == "200 OK", (path, link)


def test_a_measure_says_all_that_a_number_must_say(site):
    text = read(site, "scoreboard/violence/")
    for words in ("95% interval", "Definition", "version 1", "A year before", "data.police.uk", "Held back", "<svg"):
        assert words in text
    assert "No clear change" in text or "Fewer" in text or "More" in text


def test_waits_shares_and_other_places_stand_with_their_intervals(site):
    assert "12 weeks (95% 9 to no upper limit yet)" in read(site, "scoreboard/waits-camhs/")
    assert re.search(
        r"in time, 20 of 35 concerns \(57%; 95% interval \d+% to \d+%\)", read(site, "scoreboard/feedback/")
    )
    assert "London" in read(site, "scoreboard/hospital/")


def test_a_sum_of_what_was_done_says_of_what_it_is_made():
    about = said("reach", title="How far pupils came", noun="pupils", is_process=True)
    counts = {("Did not start",): 400, ("Finished",): 20, ("Half",): 3}
    counted = Counted(about, {"How far": ("Did not start", "Half", "Finished")}, (Slice(*Q[2], counts),))
    told = headline(drawn([counted], before_from([])).measures[0])
    assert told == "July to September 2026: 423 pupils (did not start 400; half held back; finished held back)."


def test_boroughs_like_this_one_are_a_funnel_with_a_table_by_name_and_never_a_bare_rank():
    measure = drawn([like_this_one(38, 2, 41, 300, 39, 42, here=160)], before_from([])).measures[0]
    measure["funnels"] = funnels_of(measure, Similar(tuple("FEDCBA"), "Alike in age.", "Neighbours 2024"))
    (one,) = shown(measure).funnels
    assert one.chart.count("dot--there") == 2 * 5 and one.chart.count("dot--here") == 2
    assert [row[0] for row in one.table.rows] == ["A", "C", "D", "E", "F", "Larkmere"]
    assert all("to" in row[3] for row in one.table.rows) and "too few are counted there: B." in one.words
    measure["funnels"]["groups"][0] |= {"points": [], "curve": []}
    assert shown(measure).funnels[0].table is None and "too few" in shown(measure).funnels[0].words


def test_a_pledge_without_evidence_says_so_and_what_was_typed_cannot_run(site):
    text = read(site, "pledges/life-skills/")
    assert "No evidence yet" in text and "<b>began" not in text and VERDICT["reason"] in text
    assert "answer is due by 17 November 2026" in text


def test_a_verdict_that_is_not_shown_is_told_of_with_the_day_by_which_it_is_read(site):
    made = two()
    hidden = {
        "pledge": "life-skills", "release": 2, "body": "Residents", "on": "2026-11-18", "state": "waiting",
        "read_by": "2026-11-25", "ground": "",
    }  # fmt: skip
    made["verdicts.json"] = json.dumps({"verdicts": [], "not_shown": [hidden]}).encode()
    text = read(Site(from_files(made)), "pledges/life-skills/")
    assert "Residents gave a verdict on 18 November 2026" in text and "must do so by 25 November 2026" in text
    assert "No verdict is given yet" not in text


def test_a_corrected_release_stays_where_it_was_and_names_the_one_that_corrects_it(site):
    assert "Release 2</a> corrects it" in read(site, "releases/1/") and "Late records." in read(site, "releases/2/")
    assert read(site, "releases/1/violence/")


def test_files_are_given_to_the_byte_and_may_be_read_by_any_site(site):
    _status, headers, body = site.answer("data/release-1.json")
    assert body == two()["release-1.json"] and dict(headers)["Access-Control-Allow-Origin"] == "*"
    assert "release-1.json" in dict(headers)["Content-Disposition"]


def test_an_answer_is_packed_kept_by_the_browser_and_not_sent_twice(site):
    _, headers, packed = site.answer("", packed=True)
    told = dict(headers)
    assert told["Content-Encoding"] == "gzip" and len(packed) < site.sizes[""]
    assert site.answer("", known=told["ETag"])[0].startswith("304")
    assert site.answer("", method="HEAD")[2] == b"" and site.answer("", method="POST")[0].startswith("405")
    assert site.answer("scoreboard")[0].startswith("301") and site.answer("nothing/")[0].startswith("404")


def test_a_file_that_was_changed_is_not_shown(tmp_path):
    content = two()
    content["release-1.json"] = content["release-1.json"].replace(b"163", b"164")
    with pytest.raises(BrokenFiles, match="its fingerprint is another"):
        from_files(content)


@pytest.mark.parametrize("name", ["index.json", "release-1.csv"])
def test_a_folder_that_lacks_a_file_says_what_to_do(tmp_path, name, capsys):
    written(tmp_path, {key: one for key, one in two().items() if key != name})
    with pytest.raises(BrokenFiles, match="alongside publish --to"):
        from_folder(tmp_path)
    assert main(["--files", str(tmp_path)]) == 1 and "alongside publish" in capsys.readouterr().err


def test_an_index_that_points_out_of_its_folder_is_refused(tmp_path):
    content = two()
    content["index.json"] = content["index.json"].replace(b'"release-1.csv"', b'"../secret.csv"')
    with pytest.raises(BrokenFiles, match="no file beside it"):
        from_folder(written(tmp_path, content))


def test_before_the_first_release_the_site_says_so(tmp_path):
    text = read(Site(from_files(files())), "")
    assert "Nothing is released yet" in text


def test_new_files_are_taken_up_and_broken_ones_leave_the_old_site_standing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("alongside.publicsite.site.LOOK_AGAIN", -1.0)
    site = Application(written(tmp_path, files(release_body())))

    def status(path):
        told = []
        site({"REQUEST_METHOD": "GET", "PATH_INFO": path}, lambda said, headers: told.append(said))
        return told[0][:3]

    assert status("/releases/2/") == "404"
    (tmp_path / "index.json").write_bytes(b"{")
    assert status("/") == "200" and "not shown" in capsys.readouterr().out
    written(tmp_path, two())
    assert status("/releases/2/") == "200"


def test_all_pages_can_be_written_as_plain_files(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    written(tmp_path / "in", two())
    assert main(["--files", str(tmp_path / "in"), "--write", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out/releases/1/violence/index.html").is_file() and (tmp_path / "out/404.html").is_file()


def test_mounted_below_another_address_every_link_stays_there():
    made = pages(from_files(two()), base="/public/")
    links = [
        link
        for path, one in made.items()
        if one.kind.startswith("text/html")
        for link in re.findall(r'href="(/[^"]*)', one.body.decode())
    ]
    assert links and all(link.startswith("/public/") for link in links)


def test_the_index_of_the_data_is_the_published_one(site):
    assert json.loads(read(site, "data/index.json"))["releases"][0]["number"] == 1
