"""An evaluation as PDF/UA-1, made by Typst from the sections that its page shows. Data goes in as JSON, never as markup."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from alongside.exchange.minutes_pdf import drawable

TEMPLATE = Path(__file__).with_name("evaluation.typ")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an evaluation as it is read: sentences, labelled facts, a table. `drawing`: an SVG that stands alone,
    whose numbers stand in the table; `drawing_told`: the same in words."""

    key: str
    heading: str
    words: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    caption: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    drawing: str = ""
    drawing_told: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is on the page and on paper alike. `refusal`: why there is no answer, and what would make one."""

    title: str
    question: str
    answer: str
    refusal: tuple[str, str] | None
    sections: tuple[Section, ...]
    made: str


def evaluation_pdf(paper: Paper) -> bytes:
    """The file. Only fonts that come with Typst are used, so that it is the same on every machine."""
    text = json.dumps(drawable(json.loads(json.dumps(asdict(paper)))), ensure_ascii=False)
    return bytes(
        typst.compile(
            str(TEMPLATE), root=str(TEMPLATE.parent), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
            sys_inputs={"paper": text},
        )
    )  # fmt: skip
