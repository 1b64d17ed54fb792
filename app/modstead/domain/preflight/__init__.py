"""What the new files of a plan say of the folder as it will be.

The newest set of them that does go together is looked for in `solving`, which is imported with its solver where needed.
"""

from modstead.domain.preflight.outlook import (
    STOPS_THE_GAME,
    Arrival,
    arrived,
    before_move,
    is_as_planned,
    new_problems,
    of_new_files,
    outlook,
)
from modstead.domain.preflight.verdict import Preflight, reason_of

__all__ = [
    "STOPS_THE_GAME",
    "Arrival",
    "Preflight",
    "arrived",
    "before_move",
    "is_as_planned",
    "new_problems",
    "of_new_files",
    "outlook",
    "reason_of",
]
