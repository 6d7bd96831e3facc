"""The part of benchmarks/precheck.py that runs in the encoding library's environment: rows in, pairs that are alike out."""

import json
import sys
from collections import defaultdict

from bitarray import bitarray

from alongside.precheck.coding import Coder, Encodable, library

LOWEST = 0.55


def code(coder: Coder, row: list[str]) -> bitarray:
    found = bitarray()
    found.frombytes(coder.code(Encodable(*row)))
    return found


def main() -> None:
    """[question, record, similarity], from LOWEST on. Codes of two years never share a salt: they are not compared."""
    given, coder, dice = json.load(sys.stdin), Coder("benchmark"), library().similarity.dice
    years: dict[str, list[tuple[int, bitarray]]] = defaultdict(list)
    for place, row in enumerate(given["register"]):
        years[row[0]].append((place, code(coder, row)))
    for number, row in enumerate(given["questions"]):
        asked = code(coder, row)
        for place, other in years[row[0]]:
            if (alike := dice(asked, other)) >= LOWEST:
                print(json.dumps([number, place, alike]))


if __name__ == "__main__":
    main()
