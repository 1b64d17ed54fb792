"""What crash reports and logs tell, and whom they point at."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crashes
from folders import folder, jar
from modstead.domain.crash import Crash, CrashText, Finding, FindingKind
from modstead.domain.crash_reading import read_crash
from modstead.domain.instance import Library, Manifest, ManifestKind
from modstead.domain.suspects import blame

NOW = datetime(2026, 3, 15, tzinfo=timezone(timedelta(hours=1)))


def told(text: str, *, name: str = "crash.txt", is_log: bool = False) -> Crash:
    crash = read_crash(CrashText(name, text, NOW, is_log))
    assert crash
    return crash


def found(text: str, *, is_log: bool = False) -> list[tuple[FindingKind, str, str]]:
    return [(item.kind, item.mod_id, item.other_id) for item in told(text, is_log=is_log).findings]


def game() -> Library:
    inside = Manifest(ManifestKind.FABRIC, "tidalcore", "1.0.0")
    return folder(
        jar("alder", name="alder-4.1.0.jar"),
        jar("windward"),
        jar("driftglass", nested=(inside,)),
        jar("millers-delight"),
        jar("off", enabled=False),
    )


def test_fabric_names_what_it_refuses() -> None:
    assert found(crashes.FABRIC_INCOMPATIBLE, is_log=True) == [
        (FindingKind.MISSING_DEPENDENCY, "millers_delight", "tidalcore"),
        (FindingKind.WRONG_VERSION, "windward", "fabric-api"),
        (FindingKind.INCOMPATIBLE, "driftglass", "alder"),
        (FindingKind.WRONG_JAVA, "newer", ""),
    ]
    texts = {item.mod_id: item.text for item in told(crashes.FABRIC_INCOMPATIBLE, is_log=True).findings}
    assert texts["windward"] == "It needs version 0.110.0 or later of fabric-api, but 0.92.0+1.21 is there."
    assert texts["driftglass"] == "It does not go together with Alder Workshop."
    assert texts["newer"] == "It needs version 22 or later of Java."


def test_fabric_names_whose_entrypoint_failed() -> None:
    crash = told(crashes.FABRIC_ENTRYPOINT)
    kinds = [(item.kind, item.mod_id, item.class_name) for item in crash.findings]
    assert kinds == [
        (FindingKind.FAILED, "alder", ""),
        (FindingKind.MISSING_CLASS, "", "com.example.tide.api.Wave"),
        (FindingKind.STACK, "", "com.example.alder.AlderClient"),
        (FindingKind.STACK, "windward", ""),
    ]
    assert crash.headline.startswith("Initializing game: java.lang.RuntimeException: Could not execute")
    assert crash.findings[0].line.startswith("java.lang.RuntimeException")


def test_a_mixin_that_failed_is_its_mods() -> None:
    assert found(crashes.FABRIC_MIXIN, is_log=True) == [(FindingKind.MIXIN, "driftglass", "")]


@pytest.mark.parametrize(
    ("config", "mod_id"),
    [
        ("alder.mixins.json", "alder"),
        ("alder-common.mixins.json", "alder"),
        ("mixins.alder.json", "alder"),
        ("mixins.tide-core.client.json", "tide-core"),
    ],
)
def test_a_mixin_without_a_mod_is_known_by_its_configuration(config: str, mod_id: str) -> None:
    text = f'Exception in thread "main" x\nMixin apply failed {config}:SandMixin -> a.b.C: InjectionError'
    assert found(text) == [(FindingKind.MIXIN, mod_id, "")]


def test_forge_names_the_mod_that_failed_and_its_file() -> None:
    first = told(crashes.FORGE_LOADING).findings[0]
    assert (first.kind, first.mod_id, first.file_name) == (FindingKind.FAILED, "alder", "alder-4.1.0.jar")
    assert first.line == "Failure message: Alder Workshop (alder) has failed to load correctly"
    assert any(
        item.kind is FindingKind.STACK and item.file_name == "alder-4.1.0.jar"
        for item in told(crashes.FORGE_LOADING).findings
    )


def test_neoforge_names_what_is_needed_and_whom_it_suspects() -> None:
    first, second, *_ = told(crashes.NEOFORGE_LOADING).findings
    assert (first.kind, first.mod_id, first.other_id) == (
        FindingKind.MISSING_DEPENDENCY,
        "windward",
        "tidalcore",
    )
    assert first.file_name == "windward-1.2.0.jar"
    assert first.text == "It needs tidalcore 2.1.0 or above."
    assert "§" not in first.line
    assert (second.kind, second.mod_id) == (FindingKind.SUSPECTED, "alder")


def test_fml_lists_what_is_missing_in_its_log() -> None:
    assert found(crashes.FML_LOG, is_log=True) == [
        (FindingKind.MISSING_DEPENDENCY, "alder", "tidalcore"),
        (FindingKind.WRONG_VERSION, "windward", "forge"),
    ]


def test_old_forge_and_servers_name_what_would_not_start() -> None:
    assert found(crashes.OLD_FORGE) == [(FindingKind.FAILED, "alder", "")]
    told_of = told(crashes.PAPER_LOG, is_log=True)
    assert [(item.mod_id, item.file_name) for item in told_of.findings] == [
        ("Windward", ""),
        ("", "Alder-4.1.0.jar"),
    ]


def test_what_names_no_mod_is_told_in_a_sentence() -> None:
    (java,) = told(crashes.TOO_OLD_A_JAVA, is_log=True).findings
    assert java.text == "It needs Java 21, but the game runs on Java 17."
    (memory,) = told(crashes.OUT_OF_MEMORY).findings
    assert memory.text == "The game ran out of memory (Java heap space)."


def test_a_log_of_a_game_that_ended_well_tells_of_no_crash() -> None:
    assert read_crash(CrashText("latest.log", crashes.QUIET_LOG, NOW, is_log=True)) is None


def test_the_ends_of_lines_do_not_matter() -> None:
    for text in (crashes.FABRIC_INCOMPATIBLE, crashes.FORGE_LOADING, crashes.NEOFORGE_LOADING):
        assert found(text.replace("\n", "\r\n")) == found(text)


def test_the_time_is_told_by_the_text_then_by_the_name_then_by_the_file() -> None:
    local = datetime(2026, 3, 4, 12, 13, 14).astimezone()
    assert told(crashes.OUT_OF_MEMORY, name="crash-2025-01-01_00.00.00-client.txt").at == local
    assert told("---- Minecraft Crash Report ----", name="crash-2026-03-04_12.13.14-client.txt").at == local
    assert told("---- Minecraft Crash Report ----\nTime: 2026-13-44 99:00:00").at == NOW
    near = CrashText("x", crashes.OUT_OF_MEMORY, local + timedelta(hours=9))
    assert getattr(read_crash(near), "at", None) == local


def test_a_log_tells_the_time_of_its_last_crash() -> None:
    saved = (
        "[12:13:15] [main/ERROR]: Crash report saved to: ./crash-reports/crash-2026-03-04_12.13.14-server.txt"
    )
    assert told(saved, name="latest.log", is_log=True).at == datetime(2026, 3, 4, 12, 13, 14).astimezone()
    by_clock = told(crashes.FABRIC_MIXIN, name="latest.log", is_log=True).at
    assert f"{by_clock.astimezone():%H:%M:%S}" == "13:00:01"
    assert NOW - timedelta(days=1, hours=2) < by_clock <= NOW


FRAMES = """\
---- Minecraft Crash Report ----
Description: Ticking entity

java.lang.IllegalStateException: no
\tat com.example.mosspath.Thing.tick(Thing.java:31) ~[mosspath-mc1.21.4-2.6.2-fabric.jar%23181!/:?]
\tat knot//net.minecraft.class_1937.method_1(class_1937.java:5)
\tat TRANSFORMER/cartwright@6.1.0/com.example.cartwright.Wheel.roll(Wheel.java:9)
\tat TRANSFORMER/cartwright@6.1.0/com.example.cartwright.Axle.roll(Axle.java:9)
"""


def test_suspects_of_the_stack_stand_in_its_order() -> None:
    library = folder(jar("cartwright"), jar("mosspath"))
    assert [item.file for item in blame([told(FRAMES)], library).suspects] == [
        "mosspath.jar",
        "cartwright.jar",
    ]


def test_what_another_version_lacks_is_laid_to_the_mod_of_its_package() -> None:
    text = (
        "---- Minecraft Crash Report ----\njava.lang.NoSuchMethodError: 'void com.example.glowmoss.Api.go()'"
    )
    library = folder(jar("alder"), jar("glowmoss"))
    (suspect,) = blame([told(text)], library).suspects
    assert suspect.file == "glowmoss.jar"
    assert suspect.why.text.endswith("is of another version than the one that calls it expects.")


def test_suspects_are_files_of_the_folder_the_likeliest_first() -> None:
    found = blame([told(crashes.FABRIC_ENTRYPOINT)], game())
    assert [(item.file, item.why.kind) for item in found.suspects] == [
        ("alder-4.1.0.jar", FindingKind.FAILED),
        ("windward.jar", FindingKind.STACK),
    ]
    (missing,) = found.other
    assert missing.class_name == "com.example.tide.api.Wave"


def test_who_holds_a_class_is_suspected_for_it() -> None:
    holders = {"com.example.tide.api.Wave": ("driftglass.jar",)}
    found = blame([told(crashes.FABRIC_ENTRYPOINT)], game(), holders)
    assert "driftglass.jar" in [item.file for item in found.suspects]
    assert found.other == ()


def test_what_changed_since_it_worked_comes_first() -> None:
    found = blame([told(crashes.FABRIC_ENTRYPOINT)], game(), changed={"windward.jar"})
    assert [(item.file, item.changed) for item in found.suspects] == [
        ("windward.jar", True),
        ("alder-4.1.0.jar", False),
    ]


def test_ids_are_matched_however_they_are_spelt_and_nested_ones_too() -> None:
    def named(mod_id: str) -> list[str]:
        crash = Crash("x", NOW, "", (Finding(FindingKind.FAILED, "", "", mod_id),))
        return [item.file for item in blame([crash], game()).suspects]

    assert named("millers_delight") == ["millers-delight.jar"]
    assert named("Alder") == ["alder-4.1.0.jar"]
    assert named("tidalcore") == ["driftglass.jar"]
    assert named("off") == ["off.jar.disabled"]
    assert named("elsewhere") == [""]
    assert named("minecraft") == []


def test_what_is_missing_may_be_disabled() -> None:
    library = folder(jar("millers_delight"), jar("tidalcore", enabled=False))
    suspect = blame([told(crashes.FABRIC_INCOMPATIBLE, is_log=True)], library).suspects[0]
    assert suspect.file == "millers_delight.jar"
    assert suspect.why.text.endswith("which is missing; it is here, but disabled.")


def test_a_jar_of_its_own_is_suspected_before_those_that_bring_it() -> None:
    inside = Manifest(ManifestKind.FABRIC, "tidalcore", "1.0.0")
    library = folder(jar("one", nested=(inside,)), jar("two", nested=(inside,)), jar("tidalcore"))
    crash = Crash("x", NOW, "", (Finding(FindingKind.FAILED, "", "", "tidalcore"),))
    assert [item.file for item in blame([crash], library).suspects] == ["tidalcore.jar"]


def test_a_long_line_is_read_in_its_beginning_and_many_findings_are_bounded() -> None:
    lines = [f"Mixin apply for mod mod{number} failed" for number in range(1_000)]
    text = "Minecraft has crashed\n" + "\n".join(lines) + "\n" + "(" * 100_000
    assert len(told(text).findings) == 200


_WORDS = st.sampled_from(
    [
        "Mod '",
        "' (",
        "alder",
        ") 1.0 requires ",
        " of ",
        "mixin",
        ".mixins.json",
        "\tat ",
        "com.",
        "Foo.bar(",
        "-- MOD ",
        " --",
        "Mod File: ",
        "Suspected Mods: (",
        "§",
        "\n",
        "\r\n",
        "\0",
        "Failure message: ",
        "Time: 2026-01-01 00:00:00",
        "java.lang.NoClassDefFoundError: ",
        "/",
        "x" * 300,
        "Minecraft has crashed",
        "latest",
        "$abc000$",
        "OutOfMemoryError",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.one_of(_WORDS, st.text(max_size=20)), max_size=60), st.booleans())
def test_any_text_is_read(words: list[str], is_log: bool) -> None:
    crash = read_crash(CrashText("x", "Minecraft has crashed\n" + "".join(words), NOW, is_log))
    assert crash
    blame([crash], game())
