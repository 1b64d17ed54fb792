"""What puts a folder right ends: no remedy brings about what the next one takes back."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from folders import breaks, depends, folder, jar
from modstead.domain.diagnosis import TAKES_FILES, Course, find_problems, set_course
from modstead.domain.graph import Graph
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library, Side
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind


def find(library: Library) -> tuple[Problem, ...]:
    return find_problems(library, Graph.of(library))


def without_platform(library: Library) -> Course:
    """The course where nothing can be had."""
    missed: frozenset[Remedy] = frozenset()
    while True:
        course = set_course(library, find(library), missed, find)
        new = {remedy for remedy in course.remedies if remedy.kind in TAKES_FILES} - missed
        if not new:
            return course
        missed |= new


def carried_out(library: Library, remedies: Iterable[Remedy]) -> Library:
    mods = {mod.file.name: mod for mod in library.mods}
    for remedy in remedies:
        mod = mods.pop(remedy.file)
        if remedy.kind is not RemedyKind.REMOVE:
            enable = remedy.kind is RemedyKind.ENABLE
            assert mod.file.enabled is not enable
            name = mod.file.jar_name if enable else mod.file.name + DISABLED_SUFFIX
            mods[name] = replace(mod, file=replace(mod.file, name=name))
    return replace(library, mods=tuple(mods.values()))


def done(library: Library) -> list[tuple[str, str]]:
    return sorted((item.kind.value, item.file) for item in without_platform(library).remedies)


def test_what_cannot_run_is_left_out_with_all_that_needs_it() -> None:
    library = folder(
        jar("ma", depends("minecraft", "1.20.1"), name="a.jar"),
        jar("mb", depends("ma"), name="b.jar"),
        jar("mc", depends("mb"), name="c.jar"),
        jar("md", name="d.jar"),
    )
    course = without_platform(library)
    assert {item.file for item in course.remedies} == {"a.jar", "b.jar", "c.jar"}
    assert {item.kind for item in course.remedies} == {RemedyKind.DISABLE}
    assert course.left_too == (
        ("mb", "mb is left out too. It needs ma, which is left out."),
        ("mc", "mc is left out too. It needs mb, which is left out."),
    )
    assert done(carried_out(library, course.remedies)) == []


def test_nothing_is_enabled_that_would_not_do() -> None:
    for mod in (
        jar("base", depends("minecraft", "1.20.1"), enabled=False),
        jar("base", depends("nowhere"), enabled=False),
        jar("base", breaks("other"), enabled=False),
        jar("base", version="0.9", enabled=False),
        jar("base", environment="server", enabled=False),
    ):
        library = folder(jar("one", depends("base", ">=1")), jar("other"), mod, side=Side.CLIENT)
        (problem,) = (item for item in find(library) if item.kind is ProblemKind.MISSING_DEPENDENCY)
        assert RemedyKind.ENABLE not in {remedy.kind for remedy in problem.remedies}
        assert done(library) == []


def test_what_a_disabled_file_needs_is_enabled_along_with_it() -> None:
    library = folder(
        jar("one", depends("two")),
        jar("two", depends("three"), enabled=False),
        jar("three", depends("two"), enabled=False),
    )
    assert done(library) == [("enable", "three.jar.disabled"), ("enable", "two.jar.disabled")]


def test_leaving_out_one_file_ends_all_its_incompatibilities() -> None:
    library = folder(jar("hub", breaks("l1"), breaks("l2"), breaks("l3")), jar("l1"), jar("l2"), jar("l3"))
    assert done(library) == [("disable", "hub.jar")]


def test_of_a_pair_one_side_stays() -> None:
    chain = folder(jar("a", breaks("b")), jar("b", breaks("c")), jar("c", breaks("d")), jar("d"))
    left = {name for _, name in done(chain)}
    for pair in ({"a.jar", "b.jar"}, {"b.jar", "c.jar"}, {"c.jar", "d.jar"}):
        assert len(left & pair) == 1
    provided = folder(jar("p9", breaks("libq", "<2")), jar("libq", version="1.9.9"))
    assert len(done(provided)) == 1


def test_a_file_for_the_wrong_side_goes_with_what_needs_it() -> None:
    library = folder(jar("ss", environment="server"), jar("tt", depends("ss")), side=Side.CLIENT)
    assert {(item.kind.value, item.file) for item in find(library)} >= {
        ("missing-dependency", "tt.jar"),
        ("wrong-side", "ss.jar"),
    }
    assert done(library) == [("disable", "tt.jar"), ("remove", "ss.jar")]


IDS = ("a", "b", "c", "d", "e", "f")
RANGES = st.sampled_from(("*", ">=2", "<2"))


@st.composite
def files(draw: st.DrawFn) -> tuple[InstalledMod, ...]:
    mods = []
    for number in range(draw(st.integers(1, 7))):
        relations = [
            draw(st.sampled_from((depends, depends, depends, breaks)))(target, draw(RANGES))
            for target in draw(st.lists(st.sampled_from(IDS), max_size=3, unique=True))
        ]
        if draw(st.integers(0, 4)) == 0:
            relations.append(depends("minecraft", "1.20.1"))
        mods.append(
            jar(
                draw(st.sampled_from(IDS)),
                *relations,
                version=draw(st.sampled_from(("1.0.0", "2.0.0"))),
                provides=tuple(draw(st.lists(st.sampled_from(IDS), max_size=1))),
                enabled=draw(st.booleans()),
                environment=draw(st.sampled_from(("", "", "", "client", "server"))),
                name=f"file{number}.jar",
            )
        )
    return tuple(mods)


@given(files(), st.sampled_from((None, *Side)))
def test_putting_right_ends(mods: tuple[InstalledMod, ...], side: Side | None) -> None:
    library = folder(*mods, side=side)
    for _ in range(3):
        remedies = without_platform(library).remedies
        library = carried_out(library, remedies)
        if not remedies:
            break
    assert done(library) == []
    told = {item.kind for item in find(library)}
    assert not told & {ProblemKind.INCOMPATIBLE, ProblemKind.DUPLICATE, ProblemKind.WRONG_GAME_VERSION}
