"""FlexVer, by which Quilt Loader orders versions that are not semantic: as people would sort them.

Source: the FlexVer specification. Runs of digits are numbers, other runs are text; a run that begins with "-" marks a
pre-release, which comes before its absence; what follows "+" counts for nothing.
"""

import re
from itertools import zip_longest

_RUN = re.compile(r"[0-9]+|[^0-9]+")


def compare(one: str, two: str) -> int:
    """Negative, 0 or positive: the first is older than, equal to or newer than the second."""
    for left, right in zip_longest(_runs(one), _runs(two)):
        if left == right:
            continue
        if left is None or right is None:
            return _compare_with_nothing(right or "", left or "")
        if _is_number(left) and _is_number(right):
            if int(left) != int(right):
                return -1 if int(left) < int(right) else 1
            continue
        return -1 if left < right else 1
    return 0


def _is_number(run: str) -> bool:
    return run.isascii() and run.isdigit()


def _runs(text: str) -> list[str]:
    return _RUN.findall(text.partition("+")[0])


def _compare_with_nothing(right: str, left: str) -> int:
    """Of two runs, one is empty: the other is a pre-release's, or comes after."""
    present, sign = (left, 1) if left else (right, -1)
    return -sign if len(present) > 1 and present.startswith("-") else sign
