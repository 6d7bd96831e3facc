"""A how-to page as a Jupyter notebook: python docs/notebook.py docs/how-to/analyst.md analyst.ipynb

Needs Python alone. Words become cells of words, code becomes cells of code, what a block prints becomes its output.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

BLOCK = re.compile(r"```python\n(.*?)\n```(?:\n\n```text\n(.*?)\n```)?", re.DOTALL)


def notebook(page: str) -> dict[str, Any]:
    """Format 4.5 of nbformat."""
    cells, start = [], 0
    for block in BLOCK.finditer(page):
        cells += _words(page[start : block.start()])
        cells.append(_code(block[1], block[2]))
        start = block.end()
    cells += _words(page[start:])
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "python"}}, "cells": cells}


def _words(text: str) -> list[dict[str, Any]]:
    return [{"cell_type": "markdown", "metadata": {}, "source": text.strip()}] if text.strip() else []


def _code(source: str, printed: str | None) -> dict[str, Any]:
    outputs = [{"output_type": "stream", "name": "stdout", "text": f"{printed}\n"}] if printed else []
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "source": source, "outputs": outputs}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    Path(sys.argv[2]).write_text(json.dumps(notebook(Path(sys.argv[1]).read_text(encoding="utf-8")), indent=1))
