from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_values import instance, project, version, version_file
from modstead.domain.compatibility import (
    Target,
    address_elsewhere,
    choose,
    contents_of,
    lacking,
    misfit,
    misplaced,
    mod_file,
)
from modstead.domain.instance import ContentKind, Loader
from modstead.domain.version import Channel, Hashes, Version
from modstead.errors import LoaderUnknown

FABRIC = Target(Loader.FABRIC, "1.21.4")
QUILT = Target(Loader.QUILT, "1.21.4")


def test_a_folder_without_loader_or_game_version_has_no_target() -> None:
    with pytest.raises(LoaderUnknown, match="loader and game version"):
        Target.of(instance(None, None))
    with pytest.raises(LoaderUnknown, match="game version"):
        Target.of(instance(Loader.FORGE, None))


@pytest.mark.parametrize(
    ("target", "loaders"),
    [
        (FABRIC, (Loader.FABRIC,)),
        (QUILT, (Loader.QUILT, Loader.FABRIC)),
        (Target(Loader.FORGE, "1.20.1"), (Loader.FORGE,)),
        (Target(Loader.NEOFORGE, "1.20.1"), (Loader.NEOFORGE, Loader.FORGE)),
        (Target(Loader.NEOFORGE, "1.20.4"), (Loader.NEOFORGE,)),
        (Target(Loader.NEOFORGE, "1.21.4"), (Loader.NEOFORGE,)),
    ],
)
def test_which_loaders_files_run(target: Target, loaders: tuple[Loader, ...]) -> None:
    assert target.loaders == loaders


@pytest.mark.parametrize(
    ("loader", "also"),
    [
        (Loader.PURPUR, (Loader.PAPER, Loader.SPIGOT, Loader.BUKKIT)),
        (Loader.PAPER, (Loader.SPIGOT, Loader.BUKKIT)),
        (Loader.SPIGOT, (Loader.BUKKIT,)),
        (Loader.BUKKIT, ()),
        (Loader.FOLIA, ()),
        (Loader.WATERFALL, (Loader.BUNGEECORD,)),
        (Loader.BUNGEECORD, ()),
        (Loader.VELOCITY, ()),
    ],
)
def test_which_plugins_a_server_takes(loader: Loader, also: tuple[Loader, ...]) -> None:
    assert Target(loader, "1.21.4", ContentKind.PLUGIN).loaders == (loader, *also)


@pytest.mark.parametrize("content", [ContentKind.RESOURCE_PACK, ContentKind.SHADER, ContentKind.DATA_PACK])
def test_packs_need_a_game_version_and_no_loader(content: ContentKind) -> None:
    of = replace(instance(None), content=content)
    target = Target.of(of)
    assert target == Target.of(replace(of, loader=Loader.FABRIC))
    assert len(target.preferences) == 1
    assert misfit(version(loaders=target.loaders[-1:]), target) is None
    assert misfit(version(loaders=("fabric",)), target) == f"It is made for Fabric, not for {content.label}."
    with pytest.raises(LoaderUnknown, match="game version"):
        Target.of(replace(of, game_version=None))


def test_only_what_is_missing_is_asked_for() -> None:
    def unknown(content: ContentKind) -> LoaderUnknown:
        with pytest.raises(LoaderUnknown) as caught:
            Target.of(replace(instance(None, None), content=content))
        return caught.value

    shader, mod = unknown(ContentKind.SHADER), unknown(ContentKind.MOD)
    assert shader.remedy == "Say which it is."
    assert mod.remedy == "Say which they are."
    assert str(shader).endswith("Say which it is; on the command line with --game-version.")
    assert mod.as_json()["detail"] == (
        "Say which they are; on the command line with --loader and --game-version."
    )


def test_a_proxy_needs_no_game_version() -> None:
    of = replace(instance(Loader.VELOCITY, None), content=ContentKind.PLUGIN)
    target = Target.of(of)
    assert target.game_versions == ()
    assert target == Target.of(replace(of, game_version="1.21.4"))
    assert misfit(version(loaders=("velocity",), game_versions=("1.8",)), target) is None
    assert lacking(replace(of, loader=None)) == ("loader", "game version")


def test_the_newest_pack_is_chosen_whichever_of_its_loaders_it_names() -> None:
    target = Target(None, "1.21.4", ContentKind.SHADER)
    old, new = version(day=1, loaders=("iris",)), version(number="2", day=2, loaders=("optifine",))
    assert choose((old, new), target).version == new


@pytest.mark.parametrize(
    ("loaders", "kinds"),
    [
        (("fabric", "quilt"), {ContentKind.MOD}),
        (("paper", "velocity"), {ContentKind.PLUGIN}),
        (("datapack", "fabric"), {ContentKind.DATA_PACK, ContentKind.MOD}),
        (("minecraft",), {ContentKind.RESOURCE_PACK}),
        (("iris", "optifine"), {ContentKind.SHADER}),
        (("something-new",), set()),
    ],
)
def test_loaders_tell_what_a_file_is(loaders: tuple[str, ...], kinds: set[ContentKind]) -> None:
    assert contents_of(loaders) == kinds


def test_a_project_is_misplaced_where_none_of_its_files_belong() -> None:
    pack = replace(project(), loaders=("minecraft",))
    assert misplaced(pack, FABRIC) == "It belongs among the resource packs, not among the mods."
    assert misplaced(replace(pack, loaders=("minecraft", "fabric")), FABRIC) == ""
    assert misplaced(replace(pack, loaders=()), FABRIC) == ""


def test_a_misfit_says_why() -> None:
    assert misfit(version(), FABRIC) is None
    assert "Forge, not for Fabric" in str(misfit(version(loaders=("forge",)), FABRIC))
    assert "Minecraft 1.21.4" in str(misfit(version(game_versions=("1.21.3",)), FABRIC))
    assert "no file" in str(misfit(version(files=()), FABRIC))


def test_the_newest_release_is_chosen_over_a_newer_beta() -> None:
    release, beta = version(number="1.0", day=1), version(number="1.1", day=2, channel=Channel.BETA)
    assert choose((beta, release), FABRIC).version == release
    assert choose((beta, release), FABRIC, Channel.BETA).version == beta


def test_a_beta_is_taken_where_there_is_no_release_unless_a_channel_is_told() -> None:
    beta = version(channel=Channel.BETA)
    taken = choose((beta,), FABRIC)
    assert taken.version == beta
    assert taken.lenient
    refused = choose((beta,), FABRIC, Channel.RELEASE)
    assert refused.version is None
    assert refused.reason == "Only a beta fits Fabric 1.21.4."


def test_quilt_prefers_its_own_files_over_newer_fabric_ones() -> None:
    own = version(number="1.0", day=1, loaders=("quilt",))
    fabric = version(number="1.1", day=2, loaders=("fabric",))
    assert choose((fabric, own), QUILT).version == own
    assert choose((fabric,), QUILT).version == fabric


FILE = version_file("x.jar")


def elsewhere(number: str, day: int) -> Version:
    file = replace(version_file("x.jar"), url="https://forum.example/x", hashes=Hashes(""), elsewhere=True)
    return version(number=number, day=day, files=(file,))


def test_a_file_on_another_site_is_never_chosen_but_told_of() -> None:
    here, there, newer = version(day=1), elsewhere("2.0", 2), elsewhere("3.0", 3)
    assert "another site" in str(misfit(there, FABRIC))
    assert choose((newer, there, here), FABRIC).version == here
    refused = choose((there, newer), FABRIC)
    assert (refused.version, refused.elsewhere) == (None, newer)
    assert "get it with the browser" in refused.reason
    assert address_elsewhere(newer) == "https://forum.example/x"
    assert address_elsewhere(here) == ""


def test_what_is_told_of_on_another_site_is_of_the_channel_too() -> None:
    release, alpha = elsewhere("1.2", 2), replace(elsewhere("1.3-dev", 3), channel=Channel.ALPHA)
    for channel, told in ((None, release), (Channel.RELEASE, release), (Channel.ALPHA, alpha)):
        assert choose((alpha, release), FABRIC, channel).elsewhere == told
    assert choose((alpha,), FABRIC, Channel.RELEASE).reason == f"Only an alpha fits {FABRIC}."


def test_a_file_without_any_checksum_is_never_chosen() -> None:
    here, bare = version(day=1), version(number="2.0", day=2, files=(replace(FILE, hashes=Hashes("")),))
    assert "no checksum" in str(misfit(bare, FABRIC))
    assert choose((bare, here), FABRIC).version == here
    refused = choose((bare,), FABRIC)
    assert (refused.version, refused.elsewhere) == (None, None)
    assert "no checksum" in refused.reason
    by_sha256 = version(number="3.0", day=3, files=(replace(FILE, hashes=Hashes("", "", "0" * 64)),))
    assert choose((bare, here, by_sha256), FABRIC).version == by_sha256


def test_a_version_whose_files_are_not_told_yet_may_fit() -> None:
    listed = replace(version(files=()), files_known=False)
    assert misfit(listed, FABRIC) is None
    assert choose((listed,), FABRIC).version == listed


def test_nothing_to_choose_from_is_told() -> None:
    assert choose((), FABRIC).reason == "No version fits Fabric 1.21.4."
    assert choose((version(loaders=("forge",)),), FABRIC).reason == "No version fits Fabric 1.21.4."


def test_the_file_to_install_is_never_the_sources() -> None:
    sources = version_file("a-sources.jar", primary=False)
    jar = version_file("a.jar", primary=False)
    typed = version_file("b.jar", primary=False, file_type="sources-jar")
    assert mod_file(version(files=(sources, jar))) == jar
    assert mod_file(version(files=(typed, jar))) == jar
    assert mod_file(version(files=(typed,))) is None
    primary = version_file("a-api.jar", primary=True)
    assert mod_file(version(files=(jar, primary))) == primary


@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from(Channel), st.booleans()), max_size=8))
def test_what_is_chosen_fits_and_nothing_admitted_is_newer(made: list[tuple[int, Channel, bool]]) -> None:
    versions = [
        version(number=str(index), day=day, channel=channel, loaders=("fabric",) if fits else ("forge",))
        for index, (day, channel, fits) in enumerate(made)
    ]
    chosen = choose(versions, FABRIC, Channel.BETA).version
    admitted = [
        item for item in versions if misfit(item, FABRIC) is None and Channel.BETA.admits(item.channel)
    ]
    assert (chosen is None) == (not admitted)
    if chosen and chosen.published:
        assert chosen in admitted
        assert all(item.published and item.published <= chosen.published for item in admitted)
