"""What the new files of a plan say of the folder as it will be.

The newest set of them that does go together is looked for in `solving`, which is imported with its solver where needed.
"""

from modstead.domain.preflight.outlook import (
    STOPS_THE_GAME,
    Arrival,
    arrived,
    before_move,
    new_problems,
    outlook,
)
from modstead.domain.preflight.verdict import Preflight, reason_of

__all__ = [
    "STOPS_THE_GAME",
    "Arrival",
    "Preflight",
    "arrived",
    "before_move",
    "new_problems",
    "outlook",
    "reason_of",
]
