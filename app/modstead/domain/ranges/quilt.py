"""Version specifiers of `quilt.mod.json`.

Source: `V1ModMetadataReader.readVersionSpecifier` of Quilt Loader. A bare version means "^". Unlike in Fabric, the
upper bound of "^1.0.0" is 2.0.0, which does not leave out its pre-releases, and "1.20.x" begins with 1.20 itself.
"""

from collections.abc import Callable
from functools import lru_cache

from modstead.domain.ranges import flexver
from modstead.domain.ranges.semver import SemanticVersion, parse

_Bound = SemanticVersion | str


def admits(specifier: str, version: str) -> bool | None:
    """Whether the specifier admits the version; None where Quilt Loader refuses the specifier.

    Specifiers parted by a space must all admit it.
    """
    tests = _tests(specifier)
    if tests is None:
        return None
    known: _Bound = parse(version) or version
    return all(test(known, version) for test in tests)


_Test = Callable[[_Bound, str], bool]


@lru_cache(maxsize=4096)
def _tests(specifier: str) -> tuple[_Test, ...] | None:
    tests = tuple(_test(word) for word in specifier.split())
    known = tuple(test for test in tests if test is not None)
    return known if known and len(known) == len(tests) else None


def _test(word: str) -> _Test | None:
    if word == "*":
        return lambda version, raw: True
    for sign, at_least, at_most in (
        (">=", 0, None),
        ("<=", None, 0),
        (">", 1, None),
        ("<", None, -1),
        ("=", 0, 0),
    ):
        if word.startswith(sign):
            text = word[len(sign) :]
            return _bounded(text, at_least, at_most) if text else None
    if word[0] in "~^":
        lower = parse(word[1:])
        return None if lower is None else _between(lower, _next(lower, 2 if word[0] == "~" else 1))
    return _bare(word)


def _bare(word: str) -> _Test | None:
    if word.partition("+")[0].partition("-")[0].endswith(".x"):
        lower = parse(word.removesuffix(".x"))
        return None if lower is None else _between(lower, _next(lower, len(lower.components)))
    known = parse(word)
    return _bounded(word, 0, 0) if known is None else _between(known, _next(known, 1))


def _bounded(text: str, at_least: int | None, at_most: int | None) -> _Test:
    """A test of how a version compares with the text, as a sign between the two given ones."""
    bound: _Bound = parse(text) or text

    def test(version: _Bound, raw: str) -> bool:
        sign = _sign(version, raw, bound, text)
        return (at_least is None or sign >= at_least) and (at_most is None or sign <= at_most)

    return test


def _between(lower: SemanticVersion, upper: SemanticVersion) -> _Test:
    low, high = (".".join(map(str, bound.components)) for bound in (lower, upper))
    low += f"-{lower.prerelease}" if lower.prerelease is not None else ""

    def test(version: _Bound, raw: str) -> bool:
        return _sign(version, raw, lower, low) >= 0 and _sign(version, raw, upper, high) < 0

    return test


def _sign(version: _Bound, raw: str, bound: _Bound, text: str) -> int:
    if isinstance(version, str) or isinstance(bound, str):
        return flexver.compare(raw, text)
    return version.compare(bound)


def _next(version: SemanticVersion, count: int) -> SemanticVersion:
    """The version after all that share the first `count` components."""
    kept = [version.component(place) for place in range(count)]
    kept[-1] += 1
    return SemanticVersion(tuple(kept))
