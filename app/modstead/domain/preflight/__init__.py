"""What the new files of a plan say of the folder as it will be, and the newest set of them that does go together."""

from modstead.domain.preflight.outlook import STOPS_THE_GAME, Arrival, new_problems, outlook
from modstead.domain.preflight.solving import Candidate, Candidates, solve

__all__ = [
    "STOPS_THE_GAME",
    "Arrival",
    "Candidate",
    "Candidates",
    "new_problems",
    "outlook",
    "solve",
]
