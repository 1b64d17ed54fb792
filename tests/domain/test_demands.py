"""What the enabled files' manifests demand of versions that are about to come into the folder."""

from dataclasses import replace

import pytest

from domain_values import project, version
from folders import breaks, conflicts, depends, folder, jar, of_project, suggests
from modstead.domain.compatibility import Target
from modstead.domain.demands import (
    Demands,
    choose_demanded,
    kept_to_demands,
    objections,
    update_objections,
)
from modstead.domain.instance import InstalledMod, ManifestKind, Relation, Side
from modstead.domain.plan import Note, NoteKind
from modstead.domain.updates import HeldBack, HeldBackKind, Update
from modstead.domain.version import Channel, Version

BASE = of_project(jar("base", version="1.0.0"), "BBBB")
FORGE = ManifestKind.FORGE
BASE_PROJECT = replace(project("BBBB"), slug="base")


def newer(mod: InstalledMod, number: str) -> Update:
    assert mod.project_id
    offered = version(mod.project_id, number, day=30)
    return Update(mod, offered, offered.files[0])


def reasons(*mods: InstalledMod, number: str = "2.0.0", base: InstalledMod = BASE) -> list[str]:
    """Why the update of the base to that number is held back, if it is."""
    _, held = kept_to_demands([newer(base, number)], Demands(folder(base, *mods)))
    assert all(item.kind is HeldBackKind.REQUIRED for item in held)
    return [item.reason for item in held]


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (depends("base", "<=1.5.0"), "pin needs Project BBBB 1.5.0 or older."),
        (depends("base", "1.0.x"), "pin needs Project BBBB 1.0.x."),
        (depends("base", "1.0.0", "1.1.0"), "pin needs Project BBBB 1.0.0 or 1.1.0."),
        (breaks("base", ">=1.5.0"), "pin does not go together with Project BBBB 1.5.0 or newer."),
        (breaks("base", "*"), "pin does not go together with Project BBBB."),
        (breaks("base"), "pin does not go together with Project BBBB."),
    ],
)
def test_what_a_manifest_refuses_is_held_back_with_its_reason(relation: Relation, reason: str) -> None:
    assert reasons(jar("pin", relation)) == [reason]


@pytest.mark.parametrize(
    "relation",
    [
        depends("base"),
        depends("base", ">=1.0.0"),
        depends("base", "<oops oops"),
        depends("other", "<2"),
        depends("minecraft", "<1"),
        depends("base", "<2", side="client"),
        breaks("base", "<1.0.0"),
        suggests("base", "<2"),
        conflicts("base", ">=2"),
        replace(depends("base", "<2"), unless=(depends("other"),)),
    ],
)
def test_what_is_not_surely_refused_is_an_update(relation: Relation) -> None:
    library = folder(BASE, jar("pin", relation))
    on_server = replace(library, instance=replace(library.instance, side=Side.SERVER))
    kept, held = kept_to_demands([newer(BASE, "2.0.0")], Demands(on_server))
    assert (len(kept), held) == (1, ())


def test_only_enabled_files_demand_and_only_of_enabled_ones() -> None:
    pin = jar("pin", depends("base", "<2"))
    disabled = of_project(jar("base", enabled=False), "BBBB")
    assert reasons(pin)
    assert not reasons(jar("pin", depends("base", "<2"), enabled=False))
    assert not reasons(pin, base=disabled)
    assert not reasons(jar("pin", depends("base", "<2"), kind=FORGE))


def test_ranges_are_held_against_published_numbers_only_where_both_number_alike() -> None:
    pin = jar("pin", depends("base", "<2"))
    published = replace(BASE, version=version("BBBB", "mc1.21.4-1.0.0-fabric"))
    assert reasons(pin, base=published, number="mc1.21.4-2.1.0-fabric") == [
        "pin needs Project BBBB older than 2."
    ]
    assert not reasons(pin, base=published, number="mc1.21.4-1.9.0-fabric")
    otherwise = replace(BASE, version=version("BBBB", "build-7"))
    assert not reasons(pin, base=otherwise, number="8")


def test_an_id_that_is_provided_counts_in_its_own_version() -> None:
    pin = jar("pin", depends("old_base", "<2"))
    alike = of_project(jar("base", provides=("old_base",)), "BBBB")
    assert reasons(pin, base=alike)
    (manifest,) = alike.manifests
    apart = replace(alike, manifests=(replace(manifest, provided_versions=(("old_base", "0.1"),)),))
    assert not reasons(pin, base=apart)


def test_a_mod_makes_no_demands_of_itself() -> None:
    own = of_project(jar("base", depends("base", "<2"), provides=("base",)), "BBBB")
    assert not reasons(base=own)


def test_who_refuses_and_is_updated_too_holds_nothing_back_but_is_named() -> None:
    pin = of_project(jar("pin", depends("base", "<2")), "PPPP")
    updates = (newer(BASE, "2.0.0"), newer(pin, "3.0.0"))
    demands = Demands(folder(BASE, pin))
    assert kept_to_demands(updates, demands) == (updates, ())
    text = "Project PPPP 1.0.0 needs Project BBBB older than 2; whether 3.0.0 does too is known only once it is here."
    assert update_objections(updates, demands) == (Note(NoteKind.CONFLICT, "Project BBBB", text),)
    (alone,) = update_objections(updates[:1], demands)
    assert alone.text == "Project PPPP, which is here, needs Project BBBB older than 2."
    assert not update_objections(updates[1:], demands)


def chosen(
    *mods: InstalledMod,
    numbers: tuple[str, ...] = ("1.0.0", "1.5.0", "2.0.0"),
    channel: Channel | None = None,
) -> tuple[Version | None, list[Note]]:
    library = folder(*mods)
    versions = [version("BBBB", number, day=day) for day, number in enumerate(numbers)]
    demands = Demands(library).on_project(BASE_PROJECT)
    choice, notes = choose_demanded(versions, "Base", demands, Target.of(library.instance), channel)
    return choice.version, list(notes)


def test_the_newest_version_that_the_others_admit_is_chosen() -> None:
    taken, notes = chosen(jar("pin", depends("base", "<2")))
    assert taken
    assert taken.number == "1.5.0"
    assert notes == [Note(NoteKind.INFO, "Base", "1.5.0 is taken, not 2.0.0: pin needs Base older than 2.")]
    taken, notes = chosen(jar("pin", depends("base", ">=2")))
    assert taken
    assert (taken.number, notes) == ("2.0.0", [])


def test_where_none_is_admitted_the_newest_is_chosen_and_who_refuses_it_is_named() -> None:
    taken, notes = chosen(jar("pin", depends("base", "<1")), jar("foe", breaks("base", "*")))
    assert taken
    assert taken.number == "2.0.0"
    assert notes == [
        Note(NoteKind.CONFLICT, "Base", "pin, which is here, needs Base older than 1."),
        Note(NoteKind.CONFLICT, "Base", "foe, which is here, does not go together with Base."),
    ]


def test_what_gives_way_itself_makes_no_demands() -> None:
    pin = of_project(jar("pin", depends("base", "<2")), "PPPP")
    for named in ("PPPP", "pppp"):
        assert not Demands(folder(pin), {named}).on_project(BASE_PROJECT)
    (demand,) = Demands(folder(pin), {"other"}).on_project(BASE_PROJECT)
    assert objections(version("BBBB", "2.0.0"), "Base", [demand, demand]) == (
        Note(NoteKind.CONFLICT, "Base", "Project PPPP, which is here, needs Base older than 2."),
    )


def test_a_project_is_known_by_its_slug_however_the_id_is_spelt() -> None:
    hyphens = replace(project("TTTT"), slug="tidal-core")
    assert Demands(folder(jar("pin", breaks("tidal_core")))).on_project(hyphens)
    fabric_api = replace(project("P7dR8mSH"), slug="fabric-api")
    assert Demands(folder(jar("pin", depends("fabric", "<1")))).on_project(fabric_api)
    assert not Demands(folder(jar("pin", depends("fabric-networking-api-v1", "<1")))).on_project(fabric_api)
    unlike = replace(project("BBBB"), slug="base-reloaded")
    library = folder(BASE, jar("pin", depends("base", "<2")))
    assert not Demands(library).on_project(unlike)
    assert Demands(library).on_project(unlike, BASE)
    otherwise = replace(BASE, version=version("BBBB", "build-7"))
    assert not Demands(library).on_project(BASE_PROJECT, otherwise)
    assert Demands(library).on_project(BASE_PROJECT)


def test_held_back_keeps_the_version_that_it_would_have_been() -> None:
    offer = newer(BASE, "2.0.0")
    kept, (held,) = kept_to_demands([offer], Demands(folder(BASE, jar("pin", depends("base", "<2")))))
    assert not kept
    assert held == HeldBack(
        BASE, offer.version, HeldBackKind.REQUIRED, "pin needs Project BBBB older than 2."
    )
