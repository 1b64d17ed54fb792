"""Which licence identifiers the platform takes: SPDX expressions, or a name of one's own."""

from __future__ import annotations

import re

from modstead_sandbox.tags import LICENCES

_KNOWN = """
0BSD AFL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC-BY-4.0
CC-BY-NC-4.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-4.0 CC0-1.0 EPL-2.0 EUPL-1.2 GPL-2.0-only
GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later ISC LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later MIT
MIT-0 MPL-2.0 MS-PL OFL-1.1 OSL-3.0 PostgreSQL Unlicense WTFPL Zlib
"""
_IDENTIFIERS = frozenset(_KNOWN.split()) | {licence.id for licence in LICENCES}
_OWN = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")


def is_licence(text: str) -> bool:
    """Whether a text is an SPDX expression of licences that the sandbox knows, or a `LicenseRef-` of one's own."""
    terms = re.split(r"\s+(?:AND|OR)\s+", text.strip("() "))
    return all(term.strip("() ") in _IDENTIFIERS or _OWN.fullmatch(term) is not None for term in terms)
