"""A needs assessment as files: PDF/UA-1 by Typst, and a text document (OpenDocument) that any office program edits.

Both say what the page says: the same texts, and every figure with its definition, source, extract and digest.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import typst

from alongside.exchange.minutes_pdf import drawable
from alongside.outcomes.queries.needs import FigureShown, NeedsPage, SectionShown
from alongside.partners.standing import LONDON

TEMPLATE = Path(__file__).with_name("needs.typ")
ODT = "application/vnd.oasis.opendocument.text"
ABOUT = (
    "Made under the Serious Violence Duty (Police, Crime, Sentencing and Courts Act 2022). Every figure has a number in "
    "square brackets. At the end stands how each was counted, from what, and the fingerprint by which it is known again."
)


def needs_pdf(page: NeedsPage, partnership: str) -> bytes:
    """The file. Only fonts that come with Typst are used, so that it is the same on every machine."""
    text = json.dumps(drawable(needs_data(page, partnership)), ensure_ascii=False)
    return bytes(
        typst.compile(
            str(TEMPLATE), root=str(TEMPLATE.parent), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
            sys_inputs={"needs": text},
        )
    )  # fmt: skip


def needs_data(page: NeedsPage, partnership: str) -> dict[str, Any]:
    """Everything that the files are made of."""
    row = page.row
    return {
        "title": f"Needs assessment of serious violence: {row.place}, {row.period}", "partnership": partnership,
        "reference": row.reference, "about": ABOUT, "standing": standing_words(page),
        "header": f"{partnership}. {standing_words(page)}",
        "sections": [_section(one) for one in page.sections],
        "figures": [{"title": f"[{one.number}] {one.label}", "lines": trace_lines(one)} for one in page.figures.values()],
    }  # fmt: skip


def standing_words(page: NeedsPage) -> str:
    row = page.row
    if row.withdrawn_because:
        return f"Withdrawn: {row.withdrawn_because}"
    if row.signed_at is None:
        return "Draft: not signed, not to be passed on"
    day = row.signed_at.astimezone(LONDON)
    return f"Signed by {row.signed_by} on {day.day} {day:%B %Y}. Fingerprint of the text (SHA-256): {page.digest}"


def trace_lines(one: FigureShown) -> list[str]:
    """All that a figure must say of itself, a line each."""
    extract = f"{one.extracted.day} {one.extracted:%B %Y}" if one.extracted else ""
    told = (
        ("Counted", "" if one.why else one.shown), ("Why there is no figure", one.why),
        ("Definition", f"{one.definition}, version {one.definition_version}. {one.definition_words}"),
        ("Place", f"{one.place} {f'({one.place_code})' if one.place_code else ''}".strip()), ("Period", one.period),
        ("Compared with", one.comparator), ("How sure", one.interval), ("Source", one.source), ("Extract of", extract),
        ("Fingerprint of what was read", one.extract_hash), ("Fingerprint of this figure", one.digest),
    )  # fmt: skip
    return [f"{name}: {words}" for name, words in told if words]


def _section(one: SectionShown) -> dict[str, Any]:
    return {
        "title": one.section.title,
        "paragraphs": [
            [
                {"words": piece.figure.inline, "number": str(piece.figure.number)}
                if piece.figure
                else {"words": piece.text, "number": None}
                for piece in pieces
            ]
            for pieces in one.paragraphs
        ],
        "figures": [
            {
                "number": str(figure.number), "label": figure.label, "shown": figure.shown,
                "whereandwhen": ", ".join(filter(None, (figure.place, figure.period))),
                "compared": "; ".join(filter(None, (figure.comparator, figure.interval))) or figure.why or "Nothing",
            }
            for figure in one.figures
        ],
    }  # fmt: skip


def needs_text(page: NeedsPage, partnership: str) -> bytes:
    """The same as an OpenDocument text: headings, paragraphs and tables, for Word and LibreOffice alike."""
    data = needs_data(page, partnership)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        # The first entry, not compressed: so a reader knows the kind of file without unpacking it.
        archive.writestr(_entry("mimetype"), ODT, zipfile.ZIP_STORED)
        archive.writestr(_entry("META-INF/manifest.xml"), MANIFEST)
        archive.writestr(_entry("meta.xml"), _meta(data["title"]))
        archive.writestr(_entry("content.xml"), _content(data))
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the moment, so that the same assessment gives the same file."""
    return zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))


MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
HEADINGS = ("No.", "Figure", "Count or value", "Where and when", "Compared with, and how sure")
COLUMNS = ("number", "label", "shown", "whereandwhen", "compared")


def _meta(title: str) -> str:
    told = f"<dc:title>{escape(title)}</dc:title><dc:language>en-GB</dc:language>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {NAMES}>'
        f"<office:meta>{told}</office:meta></office:document-meta>"
    )


def _content(data: dict[str, Any]) -> str:
    body = "".join(_body(data))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def _body(data: dict[str, Any]) -> Iterator[str]:
    yield _heading(1, data["title"])
    yield _paragraph(data["about"])
    yield _paragraph(data["standing"])
    for section in data["sections"]:
        yield _heading(2, section["title"])
        for pieces in section["paragraphs"]:
            yield _paragraph("".join(_piece(one) for one in pieces))
        if section["figures"]:
            yield _table(f"Figures: {section['title']}", section["figures"])
    yield _heading(2, "How each figure was counted")
    for figure in data["figures"]:
        yield _heading(3, figure["title"])
        yield from (_paragraph(line) for line in figure["lines"])


def _piece(one: dict[str, Any]) -> str:
    return one["words"] if one["number"] is None else f"{one['words']} [{one['number']}]"


def _heading(level: int, words: str) -> str:
    return f'<text:h text:outline-level="{level}">{escape(words)}</text:h>'


def _paragraph(words: str) -> str:
    return f"<text:p>{escape(words)}</text:p>"


def _table(name: str, figures: list[dict[str, str]]) -> str:
    head = "".join(_cell(words) for words in HEADINGS)
    rows = "".join(
        f"<table:table-row>{''.join(_cell(one[column]) for column in COLUMNS)}</table:table-row>" for one in figures
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(COLUMNS)}"/>'
    return (
        f"<table:table table:name={quoteattr(name)}>{columns}<table:table-header-rows><table:table-row>{head}"
        f"</table:table-row></table:table-header-rows>{rows}</table:table>"
    )


def _cell(words: str) -> str:
    return f'<table:table-cell office:value-type="string">{_paragraph(words)}</table:table-cell>'
