"""The files that the public site is made of: each release as JSON and CSV, an index with fingerprints, the verdicts."""

import json
from collections.abc import Mapping
from typing import Any

from alongside.outcomes.queries.pledges import verdicts_not_shown, verdicts_told
from alongside.outcomes.queries.releases import ReleaseSummary, released_texts

INDEX, VERDICTS = "index.json", "verdicts.json"


def scoreboard_files(partnership: str) -> dict[str, bytes]:
    """Every file by name. What is released never changes; the index and the verdicts grow."""
    files: dict[str, bytes] = {}
    listed = []
    for summary, text, table in released_texts():
        names = f"release-{summary.number}.json", f"release-{summary.number}.csv"
        files[names[0]], files[names[1]] = text.encode(), table.encode()
        listed.append(_entry(summary, names))
    files[INDEX] = _json({"format": "alongside scoreboard index", "partnership": partnership, "releases": listed})
    files[VERDICTS] = _json(
        {"format": "alongside verdicts on pledges", "verdicts": verdicts_told(), "not_shown": verdicts_not_shown()}
    )
    return files


def _entry(summary: ReleaseSummary, names: tuple[str, str]) -> dict[str, Any]:
    return {
        "number": summary.number, "title": summary.title, "as_at": summary.as_at.isoformat(),
        "signed_at": summary.signed_at.isoformat(timespec="seconds"), "json": names[0], "csv": names[1],
        "sha256": summary.sha256, "csv_sha256": summary.table_sha256, "corrects": summary.corrects,
        "corrected_by": list(summary.corrected_by),
    }  # fmt: skip


def _json(body: Mapping[str, Any]) -> bytes:
    return (json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
