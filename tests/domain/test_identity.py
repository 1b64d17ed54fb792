"""The ladder: which rung the evidence reaches, and what is never assumed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_values import instance, version, version_file
from modstead.domain.identity import (
    Evidence,
    Match,
    Unknown,
    Verdict,
    identity,
    is_candidate,
    loaders_of,
    slugs,
    stated,
    title,
)
from modstead.domain.instance import (
    Confidence,
    ContentKind,
    IdentifiedBy,
    InstalledMod,
    Manifest,
    ManifestKind,
    ModFile,
)
from modstead.domain.project import Project, ProjectRef

LAMPS = Project(ProjectRef("modrinth", "LAMP"), "good-lamps", "Good Lamps", loaders=("fabric",))
OTHER = Project(ProjectRef("modrinth", "OTHR"), "better-lamps", "Better Lamps")
MANIFEST = Manifest(ManifestKind.FABRIC, "good_lamps", "1.2.0", "Good Lamps")
FILE = Unknown("a" * 40, "good-lamps-1.2.0.jar", (MANIFEST,))
BARE = Unknown("b" * 40, "[1.21] GoodLamps-fabric-1.2.0.jar")
PUBLISHED = version("LAMP", "1.2.0+mc1.21.4")


def known(evidence: Evidence) -> tuple[IdentifiedBy, Confidence, str]:
    found = identity(evidence, instance(), "Modrinth")
    mod = InstalledMod(
        ModFile("x.jar", 1, 1, "a" * 40),
        found.identified_by,
        version=found.version,
        project=found.project,
        chosen=found.chosen,
        offers=found.offers,
    )
    return found.identified_by, mod.confidence, mod.project_id or ""


def test_the_hash_stands_above_all() -> None:
    evidence = Evidence((MANIFEST,), PUBLISHED, LAMPS, Match(OTHER), Verdict(OTHER), PUBLISHED)
    assert known(evidence) == (IdentifiedBy.HASH, Confidence.CERTAIN, "LAMP")
    assert identity(evidence, instance(), "Modrinth").altered == ""


def test_the_users_word_stands_above_what_is_found() -> None:
    match = Match(OTHER, (version("OTHR"),))
    evidence = Evidence((MANIFEST,), match=match, verdict=Verdict(LAMPS), before=PUBLISHED)
    assert known(evidence) == (IdentifiedBy.MANIFEST, Confidence.CERTAIN, "LAMP")
    assert known(replace(evidence, manifests=())) == (IdentifiedBy.NAME, Confidence.CERTAIN, "LAMP")
    assert identity(evidence, instance(), "Modrinth").altered == ""


def test_what_is_left_alone_has_no_project_no_offer_and_no_alarm() -> None:
    evidence = Evidence(
        (MANIFEST,), match=Match(LAMPS, (PUBLISHED,)), verdict=Verdict(None), before=PUBLISHED
    )
    found = identity(evidence, instance(), "Modrinth")
    assert (found.project, found.offers, found.altered, found.claims) == (None, (), "", None)
    assert found.chosen


def test_a_verified_manifest_is_likely_and_offers_are_offers() -> None:
    assert known(Evidence((MANIFEST,), match=Match(LAMPS))) == (
        IdentifiedBy.MANIFEST,
        Confidence.LIKELY,
        "LAMP",
    )
    assert known(Evidence((MANIFEST,), match=Match(offers=(LAMPS,)))) == (
        IdentifiedBy.MANIFEST,
        Confidence.OFFERED,
        "",
    )
    assert known(Evidence(match=Match(offers=(LAMPS,)))) == (IdentifiedBy.NAME, Confidence.OFFERED, "")


def test_without_any_of_it_a_file_is_unknown() -> None:
    assert known(Evidence()) == (IdentifiedBy.NONE, Confidence.UNKNOWN, "")
    assert known(Evidence((MANIFEST,))) == (IdentifiedBy.MANIFEST, Confidence.UNKNOWN, "")
    pack = Manifest(ManifestKind.PACK, "", content=ContentKind.RESOURCE_PACK)
    assert known(Evidence((pack,))) == (IdentifiedBy.NONE, Confidence.UNKNOWN, "")


def test_a_file_that_claims_a_published_version_is_altered() -> None:
    found = identity(Evidence((MANIFEST,), match=Match(LAMPS, (PUBLISHED,))), instance(), "Modrinth")
    assert found.claims == PUBLISHED
    assert "Good Lamps 1.2.0" in found.altered
    assert "Replace it" in found.altered


def test_of_several_versions_of_that_number_the_one_for_this_game_counts() -> None:
    older = replace(PUBLISHED, id="older", game_versions=("1.20.1",))
    match = Match(LAMPS, (older, PUBLISHED))
    assert identity(Evidence((MANIFEST,), match=match), instance(), "Modrinth").claims == PUBLISHED
    twice = Match(LAMPS, (replace(PUBLISHED, id="twice"), PUBLISHED))
    unsure = identity(Evidence((MANIFEST,), match=twice), instance(), "Modrinth")
    assert (unsure.claims, unsure.altered) == (None, "")
    neo = replace(PUBLISHED, id="neo", loaders=("neoforge",))
    split = Match(LAMPS, (neo, PUBLISHED))
    assert identity(Evidence((MANIFEST,), match=split), instance(), "Modrinth").claims == PUBLISHED


def test_a_mod_of_another_id_raises_no_alarm() -> None:
    namesake = replace(MANIFEST, id="lamps_by_another")
    found = identity(Evidence((namesake,), match=Match(LAMPS, (PUBLISHED,))), instance(), "Modrinth")
    assert found.project == LAMPS
    assert found.altered == ""


def test_a_file_that_changed_where_it_lies_is_altered() -> None:
    evidence = Evidence((), before=PUBLISHED, before_title="Good Lamps")
    found = identity(evidence, instance(), "Modrinth")
    assert found.altered.startswith("It was Good Lamps 1.2.0")
    assert found.claims == PUBLISHED


def test_a_slug_or_title_makes_a_candidate_of_the_right_kind_only() -> None:
    assert is_candidate(FILE, LAMPS)
    assert is_candidate(BARE, LAMPS)
    assert not is_candidate(FILE, OTHER)
    assert not is_candidate(FILE, replace(LAMPS, loaders=("minecraft",)))
    assert is_candidate(
        replace(FILE, content=ContentKind.RESOURCE_PACK), replace(LAMPS, loaders=("minecraft",))
    )


def test_a_candidate_is_verified_by_number_and_loader_or_by_file_name() -> None:
    other_number = version("LAMP", "9.9", files=(version_file("lamps.jar"),))
    assert stated(FILE, [PUBLISHED, other_number]) == ((PUBLISHED,), True)
    assert stated(FILE, [other_number]) == ((), False)
    assert stated(FILE, [replace(PUBLISHED, loaders=("forge",))]) == ((), False)
    same_name = version("LAMP", "9.9", files=(version_file("Good-Lamps-1.2.0.jar"),))
    assert stated(FILE, [same_name]) == ((), True)
    assert stated(BARE, [same_name]) == ((), False)


def test_the_version_with_a_file_of_that_name_is_the_one() -> None:
    named = replace(PUBLISHED, id="named", files=(version_file("good-lamps-1.2.0.jar"),))
    assert stated(FILE, [PUBLISHED, named]) == ((named,), True)


@pytest.mark.parametrize(
    ("file", "slug"),
    [
        (FILE, "good-lamps"),
        (FILE, "good_lamps"),
        (BARE, "good-lamps"),
        (Unknown("c", "x.jar", (Manifest(ManifestKind.PLUGIN, "TownCrier"),)), "town-crier"),
        (Unknown("c", "x.jar", (Manifest(ManifestKind.FORGE, "wr", name="Wren's Nest"),)), "wrens-nest"),
        (Unknown("c", "Faithful 32x - 1.21.zip", content=ContentKind.RESOURCE_PACK), "faithful-32x"),
    ],
)
def test_slugs_are_what_people_make_of_names(file: Unknown, slug: str) -> None:
    assert slug in slugs(file)


def test_what_is_searched_for() -> None:
    assert title(FILE) == "Good Lamps"
    assert title(Unknown("c", "xaeros-minimap-fabric-24.1.jar")) == "xaeros minimap"
    assert title(Unknown("c", "a-1.0.jar")) == ""
    assert title(Unknown("c", "x.jar", (Manifest(ManifestKind.FABRIC, "good_lamps"),))) == "good lamps"


def test_every_manifest_is_read_by_some_loader() -> None:
    for kind in ManifestKind:
        content = ContentKind.DATA_PACK if kind is ManifestKind.PACK else ContentKind.MOD
        assert loaders_of(Manifest(kind, "x", content=content))


def test_a_file_that_says_too_much_is_asked_little() -> None:
    crowd = tuple(Manifest(ManifestKind.FORGE, f"mod{number}", "1.0") for number in range(5_000))
    assert len(slugs(Unknown("c", "x.jar", crowd))) <= 64
    endless = Unknown("c", "good-lamps-1.0.jar", (Manifest(ManifestKind.FABRIC, "x" * 100_000, "1.0"),))
    assert slugs(endless) == ("good-lamps", "goodlamps")
    assert title(endless) == "good lamps"


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.sampled_from(ManifestKind))
def test_any_text_is_taken(mod_id: str, number: str, name: str, kind: ManifestKind) -> None:
    file = Unknown("c", f"{name}.jar", (Manifest(kind, mod_id, number, name),))
    assert all(3 <= len(slug) <= 64 for slug in slugs(file))
    assert len(title(file)) <= 100
    matching, verified = stated(file, [PUBLISHED])
    assert verified or not matching
    is_candidate(file, LAMPS)
