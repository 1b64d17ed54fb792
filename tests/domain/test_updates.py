from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_values import mod, project, version, version_file
from modstead.domain.compatibility import Target
from modstead.domain.instance import IdentifiedBy, InstalledMod, Loader, Manifest, ManifestKind, ModFile
from modstead.domain.updates import HeldBack, HeldBackKind, Update, UpToDate, judge, judge_chosen
from modstead.domain.version import Channel, Version

TARGET = Target(Loader.FABRIC, "1.21.4")
INSTALLED = version(number="1.0.0", day=10)


def harmless(_name: str) -> str | None:
    return None


def judged(offer: Version | None, channel: Channel | None = None) -> Update | HeldBack | UpToDate:
    return judge(mod(INSTALLED), offer, TARGET, channel, harmless)


def test_a_newer_file_of_the_same_project_is_an_update() -> None:
    offer = version(number="1.1.0", day=20)
    verdict = judged(offer)
    assert isinstance(verdict, Update)
    assert verdict.file == offer.files[0]


def test_the_same_file_is_no_update_whatever_its_version_is_called() -> None:
    other = version(number="1.0.1", day=30, files=INSTALLED.files)
    assert isinstance(judged(other), UpToDate)
    assert isinstance(judged(INSTALLED), UpToDate)


@pytest.mark.parametrize(
    ("offer", "kind", "words"),
    [
        (version("BBBB", "2.0", day=20), HeldBackKind.OTHER_PROJECT, "another project"),
        (version(number="0.9", day=5), HeldBackKind.OLDER, "6 January 2026, yours 11 January 2026"),
        (version(number="1.0b", day=10), HeldBackKind.OLDER, "not newer"),
        (replace(version(number="9", day=20), published=None), HeldBackKind.OLDER, "no date"),
        (version(number="2", day=20, loaders=("forge",)), HeldBackKind.LOADER, "Forge"),
        (version(number="2", day=20, game_versions=("1.20",)), HeldBackKind.LOADER, "1.21.4"),
        (version(number="2", day=20, channel=Channel.BETA), HeldBackKind.CHANNEL, "Only a beta is newer"),
        (version(number="2", day=20, channel=Channel.ALPHA), HeldBackKind.CHANNEL, "Only an alpha"),
        (None, HeldBackKind.NONE, "No version for Fabric 1.21.4"),
    ],
)
def test_everything_else_is_held_back_with_its_reason(
    offer: Version | None, kind: HeldBackKind, words: str
) -> None:
    verdict = judged(offer)
    assert isinstance(verdict, HeldBack)
    assert verdict.kind is kind
    assert words in verdict.reason


def test_a_told_channel_admits_a_beta() -> None:
    assert isinstance(judged(version(number="2", day=20, channel=Channel.BETA), Channel.BETA), Update)


def test_who_runs_a_beta_is_offered_betas_and_releases_but_no_alphas() -> None:
    running = mod(replace(INSTALLED, channel=Channel.BETA))
    for channel, kind in ((Channel.RELEASE, Update), (Channel.BETA, Update), (Channel.ALPHA, HeldBack)):
        offer = version(number="2", day=20, channel=channel)
        assert isinstance(judge(running, offer, TARGET, None, harmless), kind)


def test_a_file_name_that_must_not_be_written_is_held_back() -> None:
    offer = version(number="2", day=20, files=(version_file("../x.jar"),))
    verdict = judge(mod(INSTALLED), offer, TARGET, None, lambda name: f"{name} is no file name.")
    assert isinstance(verdict, HeldBack)
    assert verdict.kind is HeldBackKind.FILE
    assert verdict.reason == "../x.jar is no file name."


def test_a_file_on_another_site_is_held_back_and_named() -> None:
    file = replace(version_file("x.jar"), elsewhere=True)
    offer = version(number="2", day=20, files=(file,))
    told = replace(mod(INSTALLED), version=None, chosen=True)
    for verdict in (judged(offer), judge_chosen(told, (offer,), TARGET, None, harmless)):
        assert isinstance(verdict, HeldBack)
        assert (verdict.kind, verdict.version) == (HeldBackKind.FILE, offer)
        assert "another site" in verdict.reason


@given(
    day=st.integers(0, 20),
    channel=st.sampled_from(Channel),
    told=st.none() | st.sampled_from(Channel),
    loader=st.sampled_from(["fabric", "quilt", "forge"]),
    same_project=st.booleans(),
    same_file=st.booleans(),
)
def test_an_update_is_always_newer_fitting_admitted_and_another_file(
    day: int, channel: Channel, told: Channel | None, loader: str, same_project: bool, same_file: bool
) -> None:
    offer = version(
        "AAAA" if same_project else "BBBB",
        "2.0",
        day=day,
        channel=channel,
        loaders=(loader,),
        files=INSTALLED.files if same_file else None,
    )
    verdict = judged(offer, told)
    expected = (
        same_project
        and not same_file
        and loader == "fabric"
        and day > 10
        and (told or Channel.RELEASE).admits(channel)
    )
    assert isinstance(verdict, Update) == expected


def chosen(number: str) -> InstalledMod:
    """A mod of which only the project and what its manifest says are known."""
    manifest = Manifest(ManifestKind.FABRIC, "aaaa", number)
    file = ModFile("own build.jar", 1, 1, "f" * 40)
    return InstalledMod(file, IdentifiedBy.MANIFEST, (manifest,), project=project(), chosen=True)


def offered(number: str, *versions: Version) -> Update | HeldBack | UpToDate:
    return judge_chosen(chosen(number), versions, TARGET, None, harmless)


def test_a_chosen_project_offers_its_newest_version() -> None:
    old, new = version(number="1.0", day=1), version(number="2.0", day=2)
    update = offered("1.0.0", old, new)
    assert isinstance(update, Update)
    assert update.version == new
    assert isinstance(offered("0.1-own", old, new), Update)


def test_a_chosen_file_that_states_the_newest_number_is_up_to_date() -> None:
    old, new = version(number="1.0", day=1), version(number="2.0+mc1.21.4", day=2)
    assert isinstance(offered("2.0", old, new), UpToDate)
    beta = version(number="3.0-beta.1", day=3, channel=Channel.BETA)
    assert isinstance(offered("3.0-beta.1", new, beta), UpToDate)


def test_a_chosen_project_without_a_fitting_version_is_held_back() -> None:
    held = offered("1.0", version(loaders=("forge",)))
    assert isinstance(held, HeldBack)
    assert held.kind is HeldBackKind.NONE
    nameless = judge_chosen(chosen("1.0"), [version(number="2")], TARGET, None, lambda name: "Not this name.")
    assert isinstance(nameless, HeldBack)
    assert nameless.reason == "Not this name."
