"""Who needs whom, by manifests and by the platform."""

from dataclasses import replace

from domain_values import needs, project, refuses
from folders import breaks, conflicts, depends, folder, jar, of_project, suggests
from modstead.domain.graph import Graph
from modstead.domain.instance import (
    InstalledMod,
    Loader,
    Manifest,
    ManifestKind,
    Relation,
    RelationKind,
    Side,
)

FABRIC_API = "P7dR8mSH"


def graph(*mods: InstalledMod, loader: Loader | None = Loader.FABRIC, side: Side | None = None) -> Graph:
    return Graph.of(folder(*mods, loader=loader, side=side))


def targets(found: Graph, name: str) -> list[str]:
    return [edge.target for edge in found.requires(name)]


def test_ids_provided_ids_and_nested_ids_meet_needs() -> None:
    nested = Manifest(ManifestKind.FABRIC, "foot", "2.0.0")
    found = graph(
        jar("one", depends("base"), depends("alias"), depends("foot", ">=2")),
        jar("base", provides=("alias",), nested=(nested,)),
    )
    assert targets(found, "one.jar") == ["base.jar"]
    assert not found.unmet("one.jar")
    assert [edge.source for edge in found.required_by("base.jar")] == ["one.jar"]


def test_what_a_jar_brings_itself_is_no_edge() -> None:
    nested = Manifest(ManifestKind.FABRIC, "inner", "1.0")
    found = graph(jar("outer", depends("inner"), depends("outer"), nested=(nested,)))
    assert found.edges == ()


def test_what_the_loader_brings_is_no_edge() -> None:
    named = ("minecraft", "java", "fabricloader", "fabric-loader", "mixinextras", "quilt_loader")
    found = graph(jar("one", *(depends(name, ">=99") for name in named)))
    assert found.edges == ()


def test_a_version_that_the_range_does_not_admit_meets_nothing() -> None:
    found = graph(jar("one", depends("base", ">=2.0")), jar("base", version="1.5"))
    (edge,) = found.unmet("one.jar")
    assert (edge.target, edge.present, edge.ranges) == ("base.jar", "1.5", (">=2.0",))
    assert not edge.met


def test_a_recommendation_that_is_not_met_hides_no_need_that_is() -> None:
    better = Relation(RelationKind.RECOMMENDS, "base", (">=2.0",))
    for relations in ((depends("base"), better), (better, depends("base"))):
        found = graph(jar("one", *relations), jar("base", version="1.5"))
        assert not found.unmet("one.jar")
        assert found.breaks_without("base.jar") == (("base.jar", "one.jar"),)


def test_a_version_that_cannot_be_told_is_no_problem() -> None:
    found = graph(
        jar("one", depends("base", "[oops"), kind=ManifestKind.NEOFORGE),
        jar("base", kind=ManifestKind.NEOFORGE),
        loader=Loader.NEOFORGE,
    )
    assert not found.unmet("one.jar")


def test_a_disabled_file_meets_nothing_and_lacks_nothing() -> None:
    found = graph(jar("one", depends("base")), jar("base", depends("gone"), enabled=False))
    (edge,) = found.unmet("one.jar")
    assert edge.target == "base.jar.disabled"
    assert found.requires("base.jar.disabled")
    assert not found.unmet("base.jar.disabled")


def test_an_enabled_file_is_preferred_and_the_others_named() -> None:
    nested = Manifest(ManifestKind.FABRIC, "base", "1.0")
    found = graph(
        jar("one", depends("base")),
        jar("base", enabled=False),
        jar("bundle", nested=(nested,)),
        jar("other", provides=("base",)),
    )
    (edge,) = found.requires("one.jar")
    assert (edge.target, edge.others) == ("other.jar", ("bundle.jar",))


def test_optional_needs_are_edges_only_where_the_target_is_there() -> None:
    found = graph(jar("one", suggests("base"), suggests("gone")), jar("base"))
    (edge,) = found.edges_from("one.jar")
    assert edge.optional
    assert not found.requires("one.jar")
    assert not found.required_by("base.jar")


def test_refusals_count_only_for_the_versions_they_name() -> None:
    found = graph(
        jar("one", breaks("old", "<2.0"), breaks("new", "<2.0"), conflicts("soft")),
        jar("old", version="1.9"),
        jar("new", version="2.0"),
        jar("soft"),
    )
    kinds = {edge.target: edge.optional for edge in found.conflicts("one.jar")}
    assert kinds == {"old.jar": False, "soft.jar": True}
    assert found.conflicts("old.jar") == found.conflicts("one.jar")[:1]


def test_the_same_need_from_manifest_and_platform_is_one_edge() -> None:
    found = graph(
        of_project(jar("one", depends("base", ">=1")), "AAAA", needs("BBBB")),
        of_project(jar("base"), "BBBB"),
    )
    (edge,) = found.requires("one.jar")
    assert (edge.mod_id, edge.project_id, edge.target) == ("base", "BBBB", "base.jar")


def test_one_missing_thing_on_both_sides_is_one_need() -> None:
    found = graph(of_project(jar("one", depends("base")), "AAAA", needs("BBBB")))
    (edge,) = found.unmet("one.jar")
    assert (edge.mod_id, edge.project_id) == ("base", "BBBB")


def test_known_projects_tell_which_missing_ids_they_are() -> None:
    library = folder(
        of_project(jar("one", depends("base_lib"), depends("other")), "AAAA", needs("BBBB"), needs("CCCC"))
    )
    known = {
        "BBBB": replace(project("BBBB"), slug="base-lib", title="Base Lib"),
        "CCCC": replace(project("CCCC"), slug="other"),
    }
    found = Graph.of(library, known)
    assert {edge.mod_id: edge.project_id for edge in found.unmet("one.jar")} == {
        "base_lib": "BBBB",
        "other": "CCCC",
    }
    assert {found.title(edge) for edge in found.unmet("one.jar")} == {"Base Lib", "Project CCCC"}


def test_a_platform_need_that_a_nested_jar_meets_is_met() -> None:
    nested = Manifest(ManifestKind.FABRIC, "base", "1.0")
    found = graph(
        of_project(jar("one", depends("base")), "AAAA", needs("BBBB")), jar("bundle", nested=(nested,))
    )
    assert not found.unmet("one.jar")


def test_the_platform_speaks_for_jars_without_a_word() -> None:
    silent = replace(jar("one"), manifests=())
    found = graph(of_project(silent, "AAAA", needs("BBBB")))
    assert [edge.project_id for edge in found.unmet("one.jar")] == ["BBBB"]


def test_what_a_version_for_several_loaders_needs_elsewhere_is_no_need_here() -> None:
    mod = jar("one", kind=ManifestKind.NEOFORGE)
    both = of_project(mod, "AAAA", needs(FABRIC_API), loaders=("fabric", "neoforge"))
    assert not graph(both, loader=Loader.NEOFORGE).unmet("one.jar")


def test_loaders_that_read_the_same_manifest_have_the_same_needs() -> None:
    both = of_project(jar("one"), "AAAA", needs("BBBB"), loaders=("fabric", "quilt"))
    assert [edge.project_id for edge in graph(both).unmet("one.jar")] == ["BBBB"]


def test_a_nested_mod_that_can_be_left_out_is_refused_by_nobody() -> None:
    for kind, loader, count in (
        (ManifestKind.FABRIC, Loader.FABRIC, 0),
        (ManifestKind.NEOFORGE, Loader.NEOFORGE, 1),
    ):
        nested = Manifest(kind, "old", "1.0")
        found = graph(
            jar("one", breaks("old"), kind=kind), jar("bundle", nested=(nested,), kind=kind), loader=loader
        )
        assert len(found.conflicts("bundle.jar")) == count


def test_editions_of_fabric_api_stand_in_for_it() -> None:
    quilted = of_project(jar("quilted_fabric_api", kind=ManifestKind.QUILT), "qvIfYCYJ", loaders=("quilt",))
    one = of_project(jar("one", depends("fabric-api", ">=0.90")), "AAAA", needs(FABRIC_API))
    two = jar("two", depends("fabric-networking-api-v1", ">=4"))
    found = graph(quilted, one, two, loader=Loader.QUILT)
    assert not found.unmet("one.jar")
    assert not found.unmet("two.jar")
    assert len(found.required_by("quilted_fabric_api.jar")) == 2


def test_modules_of_fabric_api_are_one_need_of_it() -> None:
    found = graph(
        jar(
            "one",
            depends("fabric-networking-api-v1", ">=4"),
            depends("fabric-api", ">=0.9"),
            depends("fabric"),
        )
    )
    (edge,) = found.unmet("one.jar")
    assert edge.project_id == FABRIC_API
    assert found.title(edge) == "Fabric API"


def test_only_the_manifests_that_the_loader_reads_count() -> None:
    both = replace(
        jar("one"),
        manifests=(
            Manifest(ManifestKind.FABRIC, "one", relations=(depends("fabric-api"),)),
            Manifest(ManifestKind.NEOFORGE, "one", relations=(depends("base"),)),
        ),
    )
    assert [edge.mod_id for edge in graph(both, loader=Loader.NEOFORGE).unmet("one.jar")] == ["base"]
    assert [edge.mod_id for edge in graph(both).unmet("one.jar")] == ["fabric-api"]
    quilt = replace(both, manifests=(Manifest(ManifestKind.QUILT, "one"), *both.manifests))
    assert not graph(quilt, loader=Loader.QUILT).unmet("one.jar")


def test_needs_of_the_other_side_do_not_count() -> None:
    mod = jar("one", depends("base", side="client"), kind=ManifestKind.FORGE)
    assert not graph(mod, loader=Loader.FORGE, side=Side.SERVER).edges
    assert graph(mod, loader=Loader.FORGE, side=Side.CLIENT).unmet("one.jar")
    assert graph(mod, loader=Loader.FORGE).unmet("one.jar")


def test_a_moot_relation_does_not_count() -> None:
    either = Relation(RelationKind.DEPENDS, "first", unless=(depends("second", "^2.0"),))
    one = jar("one", either, kind=ManifestKind.QUILT)
    second = jar("second", version="2.1.0", kind=ManifestKind.QUILT)
    assert graph(one, loader=Loader.QUILT).unmet("one.jar")
    assert not graph(one, second, loader=Loader.QUILT).unmet("one.jar")
    old = jar("second", version="1.0.0", kind=ManifestKind.QUILT)
    assert graph(one, old, loader=Loader.QUILT).unmet("one.jar")


def test_a_provided_id_may_have_a_version_of_its_own() -> None:
    provider = jar("base", version="7.0.0", provides=("alias",))
    told = replace(provider.manifests[0], provided_versions=(("alias", "0.9"),))
    provider = replace(provider, manifests=(told,))
    assert not graph(jar("one", depends("alias", "<1")), provider).unmet("one.jar")
    assert graph(jar("one", depends("base", "<1")), provider).unmet("one.jar")


def test_the_platform_names_incompatible_projects() -> None:
    found = graph(of_project(jar("one"), "AAAA", refuses("BBBB")), of_project(jar("two"), "BBBB"))
    assert [edge.target for edge in found.conflicts("one.jar")] == ["two.jar"]


def test_why_leads_from_what_nothing_needs() -> None:
    found = graph(
        jar("top", depends("middle")),
        jar("middle", depends("foot")),
        jar("other", depends("foot")),
        jar("sleeping", depends("foot"), enabled=False),
        jar("foot"),
    )
    assert found.why("foot.jar") == (("other.jar", "foot.jar"), ("top.jar", "middle.jar", "foot.jar"))
    assert found.why("top.jar") == ()


def test_without_a_file_all_break_that_rely_on_it() -> None:
    found = graph(
        jar("top", depends("middle")),
        jar("middle", depends("foot")),
        jar("off", depends("foot"), enabled=False),
        jar("foot"),
    )
    assert found.breaks_without("foot.jar") == (
        ("foot.jar", "middle.jar"),
        ("foot.jar", "middle.jar", "top.jar"),
    )
    assert found.breaks_without("top.jar") == ()


def test_what_another_file_brings_as_well_breaks_nothing() -> None:
    nested = Manifest(ManifestKind.FABRIC, "foot", "1.0")
    found = graph(jar("one", depends("foot")), jar("foot"), jar("bundle", depends("foot"), nested=(nested,)))
    assert found.breaks_without("foot.jar") == ()


def test_circles_end() -> None:
    found = graph(jar("one", depends("two")), jar("two", depends("one")))
    assert found.why("one.jar") == (("two.jar", "one.jar"),)
    assert found.breaks_without("one.jar") == (("one.jar", "two.jar"),)


def test_a_long_chain_is_walked_without_recursion() -> None:
    count = 3_000
    mods = [jar(f"m{place}", depends(f"m{place + 1}")) for place in range(count)]
    found = graph(*mods, jar(f"m{count}"))
    assert len(found.why(f"m{count}.jar")[0]) == count + 1
    assert len(found.breaks_without(f"m{count}.jar")) == count


def test_an_unknown_name_has_no_edges() -> None:
    found = graph()
    assert found.requires("x") == found.required_by("x") == found.unmet("x") == ()
    assert found.why("x") == found.breaks_without("x") == ()
