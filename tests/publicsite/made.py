"""Release files for the public site, as `alongside publish` writes them, without a database."""

import json
from datetime import date

from alongside.outcomes.drawing.drawn import before_from, draw
from alongside.outcomes.released import fingerprint, table_of, text_of
from tests.scoreboards import WHOLE

PLEDGE = {
    "code": "life-skills", "domain": "support", "title": "Life Skills", "words": "10,000 pupils.", "owner": "Schools",
    "promised_on": "2019-04-25", "source": "The launch", "changed": [], "standing": "no_evidence",
    "standing_words": "No evidence yet",
    "history": [
        {
            "kind": "action", "kind_words": "Action", "on": "2026-01-05", "words": "27 schools <b>began</b>.", "owner": "",
            "measure": "feedback", "found": "", "corrected": False, "is_correction": False,
        }
    ],
}  # fmt: skip
VERDICT = {
    "pledge": "life-skills", "release": 1, "body": "Young Advisors", "word": "partly", "word_words": "Partly kept",
    "reason": "Four schools never heard of it.", "on": "2026-10-20", "answer_due": "2026-11-17", "answers": [],
}  # fmt: skip


def release_body(number=1, corrects=None, measures=WHOLE):
    return {
        "format": "alongside scoreboard release", "format_version": 1, "number": number, "title": "Autumn 2026",
        "as_at": date(2026, 11, 1).isoformat(), "partnership": "Larkmere together", "licence": "OGL", "threshold": 5,
        "suppression": "Counts from 1 to 4 are held back.", "corrects": corrects, "signed_at": "2026-11-17T10:00:00+00:00",
        "signed_for": "The council", "measures": draw(measures, before_from([])).measures, "pledges": [PLEDGE],
    }  # fmt: skip


def files(*bodies):
    made, listed = {}, []
    for body in bodies:
        name, text, table = f"release-{body['number']}", text_of(body), table_of(body)
        made |= {f"{name}.json": text.encode(), f"{name}.csv": table.encode()}
        listed.append(
            {
                "number": body["number"], "title": body["title"], "as_at": body["as_at"], "signed_at": body["signed_at"],
                "json": f"{name}.json", "csv": f"{name}.csv", "sha256": fingerprint(text),
                "csv_sha256": fingerprint(table), "corrects": None, "corrected_by": [2] if body["number"] == 1 else [],
            }
        )  # fmt: skip
    made["index.json"] = json.dumps({"partnership": "Larkmere together", "releases": listed}).encode()
    made["verdicts.json"] = json.dumps({"verdicts": [VERDICT] if bodies else []}).encode()
    return made


def two():
    return files(release_body(), release_body(2, {"number": 1, "because": "Late records."}))


def written(folder, content):
    for name, body in content.items():
        (folder / name).write_bytes(body)
    return folder
