"""Which published versions the files that stay would put up with."""

import pytest

from domain_values import version
from folders import breaks, depends, folder, jar, of_project
from modstead.domain.graph import Graph
from modstead.domain.instance import InstalledMod, ManifestKind
from modstead.domain.problems import Remedy, RemedyKind
from modstead.domain.requirements import Requirement, requirements, suitable

FABRIC, FORGE = ManifestKind.FABRIC, ManifestKind.FORGE
CHANGE = Remedy(RemedyKind.CHANGE_VERSION, "", "base.jar", "BBBB")


@pytest.mark.parametrize(
    ("syntax", "ranges", "number", "suits"),
    [
        (FABRIC, (">=0.5.2",), "mc1.21.4-0.5.3", True),
        (FABRIC, ("<0.5",), "mc1.21.4-0.5.3-fabric", False),
        (FABRIC, (">=0.92.0+1.21.4",), "0.100.1+1.21.4", True),
        (FABRIC, ("~1.2",), "v1.2.7", True),
        (FORGE, ("[0.5.1,0.6)",), "1.21.4-0.5.1.f", True),
        (FORGE, ("[0.5.1,0.6)",), "1.21.4-0.6.0", False),
        (FORGE, ("[1.21.4-47.2,)",), "1.21.4-47.3.0", True),
        (FORGE, ("[1.21.4-47.2,)",), "1.21.4-46.1.0", False),
        (FORGE, ("[oops",), "1.0", None),
    ],
)
def test_published_numbers_are_read_as_manifests_state_versions(
    syntax: ManifestKind, ranges: tuple[str, ...], number: str, suits: bool | None
) -> None:
    assert Requirement(syntax, ranges).suits(version("BBBB", number)) is suits
    opposite = None if suits is None else not suits
    assert Requirement(syntax, ranges, refuses=True).suits(version("BBBB", number)) is opposite


def demands(*mods: InstalledMod, remedy: Remedy = CHANGE) -> tuple[Requirement, ...]:
    library = folder(*mods)
    return requirements(Graph.of(library), remedy, library.instance)


def test_everyone_who_needs_or_refuses_it_is_heard() -> None:
    found = demands(
        jar("one", depends("base", ">=2")),
        jar("two", depends("base", "<3")),
        jar("three", breaks("base", "1.5")),
        jar("off", depends("base", ">=9"), enabled=False),
        jar("any", depends("base")),
        of_project(jar("base", version="1.5"), "BBBB"),
    )
    assert found == (
        Requirement(FABRIC, (">=2",)),
        Requirement(FABRIC, ("<3",)),
        Requirement(FABRIC, ("1.5",), refuses=True),
    )


def test_what_is_missing_is_known_by_its_id() -> None:
    install = Remedy(RemedyKind.INSTALL, "", mod_id="base", ranges=(">=1",))
    mods = (
        jar("one", depends("base", ">=1")),
        jar("two", depends("base", "<2")),
        jar("x", depends("gone", "3")),
    )
    assert {item.ranges for item in demands(*mods, remedy=install)} == {(">=1",), ("<2",)}


def test_a_remedy_brings_its_own_ranges() -> None:
    alone = Remedy(RemedyKind.INSTALL, "", mod_id="base", ranges=(">=7",))
    assert demands(remedy=alone) == (Requirement(FABRIC, (">=7",)),)


def test_certain_versions_are_preferred_and_failing_ones_left_out() -> None:
    versions = [version("BBBB", number) for number in ("3.0", "2.0", "1.0")]
    assert suitable(versions, [Requirement(FABRIC, ("<3",))]) == tuple(versions[1:])
    assert suitable(versions, [Requirement(FABRIC, ("<1",))]) == ()
    assert suitable(versions, [Requirement(FABRIC, (">= 2",))]) == tuple(versions)
    assert suitable(versions, []) == tuple(versions)
