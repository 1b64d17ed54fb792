"""How fast a download is and how long it still takes, told so that the numbers do not jump."""

import math
from dataclasses import dataclass, replace

_MEMORY = 4.0  # seconds, after which what was seen counts for about a third
_APART = 0.25  # seconds between two looks; what comes in between waits for the next
_ENOUGH = 1.5  # seconds of looking before anything is said
_SLOWEST = 100.0  # bytes a second; less is as good as nothing
_TOO_LONG = 24 * 60 * 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast bytes come: `seen` gives the pace after one more look. Moments are seconds of a clock that only goes on.

    Bytes that were there before are none that come.
    """

    _begun: float | None = None
    _at: float = 0.0
    _octets: int = 0
    _weighted: float = 0.0

    def seen(self, moment: float, octets: int) -> "Pace":
        """At that moment, so many bytes have come altogether; fewer than before where a file had to begin anew."""
        if self._begun is None:
            return Pace(moment, moment, octets)
        passed = moment - self._at
        if passed < _APART:
            return self
        fades = math.exp(-passed / _MEMORY)
        came = max(0, octets - self._octets)
        weighted = self._weighted * fades + came / passed * (1.0 - fades)
        return replace(self, _at=moment, _octets=octets, _weighted=weighted)

    @property
    def per_second(self) -> float:
        """Bytes; 0 while too little was seen to tell, and where nothing comes any more."""
        watched = 0.0 if self._begun is None else self._at - self._begun
        if watched < _ENOUGH:
            return 0.0
        speed = self._weighted / (1.0 - math.exp(-watched / _MEMORY))
        return speed if speed >= _SLOWEST else 0.0

    def seconds_left(self, octets: int, shown: float | None = None) -> float | None:
        """Until so many more bytes have come, in steps as large as the wait is long; None where that cannot be told.

        Stays at what is `shown` as long as that is about right.
        """
        speed = self.per_second
        if octets <= 0 or speed <= 0 or octets / speed > _TOO_LONG:
            return None
        seconds = octets / speed
        step = 1.0 if seconds < 10 else 5.0 if seconds < 90 else 60.0
        if shown is not None and abs(seconds - shown) < step:
            return shown
        return max(1, math.ceil(seconds / step - 0.02)) * step
