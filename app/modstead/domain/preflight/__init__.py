"""What the new files of a plan say of the folder as it will be, and the newest set of them that does go together."""

from modstead.domain.preflight.outlook import STOPS_THE_GAME, Arrival, arrived, new_problems, outlook
from modstead.domain.preflight.solving import Candidate, Candidates, solve
from modstead.domain.preflight.verdict import Preflight, reason_of

__all__ = [
    "STOPS_THE_GAME",
    "Arrival",
    "Candidate",
    "Candidates",
    "Preflight",
    "arrived",
    "new_problems",
    "outlook",
    "reason_of",
    "solve",
]
