"""The drawings of an evaluation for paper: each an SVG that stands alone, with its words, beside the table it draws."""

import re
from dataclasses import replace
from html import unescape

from alongside.exchange.evaluation_pdf import Paper
from alongside.web.evaluations.figures import Figures

# As the stylesheets have them in their light form: a file of its own has no stylesheet.
STYLE = """
text { font-family: "Libertinus Serif"; font-size: 15px; fill: #11191b; }
.al-chart__grid { stroke: #b1b4b6; stroke-width: 1; }
.al-chart__tick { fill: #484949; }
.al-chart__line { fill: none; stroke-width: 3; stroke-linejoin: round; }
.al-chart__line--main { stroke: #0f5c6b; }
.al-chart__dot--main { fill: #0f5c6b; }
.al-chart__dot--comparison { fill: #7a4a00; }
.al-chart__dot--out { fill: #ffffff; stroke: #b3261e; stroke-width: 3; }
.al-chart__bar { fill: #2c7d8c; }
.al-chart__interval { stroke: #11191b; stroke-width: 2; }
.al-chart__range--known { fill: #d5e7ea; }
.al-chart__range--coming { fill: none; stroke: #5c7f86; stroke-width: 1.5; stroke-dasharray: 4 3; }
.al-chart__expected { stroke: #5c7f86; stroke-width: 1.5; }
.al-place__ward { fill: none; stroke: #484949; stroke-width: 1; stroke-dasharray: 2 3; }
.al-place__area { fill: none; stroke: #7a4a00; stroke-width: 3.5; stroke-dasharray: 10 4; }
.al-place__drawn { fill: #0f5c6b; fill-opacity: 0.3; stroke: #0f5c6b; stroke-width: 3; }
"""
_TITLE, _WORDS = re.compile(r"<title[^>]*>(.*?)</title>", re.S), re.compile(r"<desc[^>]*>(.*?)</desc>", re.S)
_OPENING = re.compile(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')


def with_drawings(paper: Paper, figures: Figures | None) -> Paper:
    """The same with a drawing in each section that has one on the page."""
    if figures is None:
        return paper
    drawn = {
        "placebo": figures.placebo, "series": figures.series, "regression": figures.regression,
        "displacement": figures.map.svg if figures.map else None,
    }  # fmt: skip
    sections = (
        replace(one, drawing=alone(svg), drawing_told=told(svg)) if (svg := drawn.get(one.key)) else one
        for one in paper.sections
    )
    return replace(paper, sections=tuple(sections))


def alone(svg: str) -> str:
    """The wider of the two that a page holds, as a file of its own."""
    first = svg[: svg.index("</svg>") + len("</svg>")]
    return _OPENING.sub(
        rf'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \1 \2" width="\1" height="\2"><style>{STYLE}</style>',
        first, count=1,
    )  # fmt: skip


def told(svg: str) -> str:
    """What somebody is told who does not see it: its title and its words."""
    found = [one.search(svg) for one in (_TITLE, _WORDS)]
    return " ".join(unescape(one[1]).rstrip(".") + "." for one in found if one)
