from __future__ import annotations

import hashlib
import io
import json
import tomllib
import zipfile

import httpx
import pytest
from PIL import Image

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.faults import HEADER
from modstead_sandbox.model import Version
from modstead_sandbox.server import Handle

CATALOGUE = Catalogue()
CONTENTS = Contents(CATALOGUE)


def of(title: str) -> tuple[Version, ...]:
    return CATALOGUE.versions(CATALOGUE.named(title))


def opened(version: Version, place: int = 0) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(CONTENTS.data(version, version.files[place])))


def test_digests_and_sizes_are_those_of_the_bytes() -> None:
    for project in CATALOGUE.projects[::7]:
        for version in CATALOGUE.versions(project)[:3]:
            for file in version.files:
                data, facts = CONTENTS.data(version, file), CONTENTS.facts(version, file)
                assert facts.sha1 == hashlib.sha1(data).hexdigest()
                assert facts.sha512 == hashlib.sha512(data).hexdigest()
                assert facts.size == len(data)


def test_every_archive_is_a_sound_zip() -> None:
    for project in CATALOGUE.projects:
        for version in CATALOGUE.versions(project)[-1:]:
            with opened(version) as jar:
                assert jar.testzip() is None
                assert len(jar.namelist()) == len(set(jar.namelist()))


def test_some_archives_write_their_sizes_behind_the_data_as_java_does() -> None:
    flags = set()
    for title in ("Hedgerow API", "Tidal Core"):
        with opened(of(title)[0]) as jar:
            flags.add(bool(jar.getinfo("META-INF/MANIFEST.MF").flag_bits & 0x0008))
    assert flags == {True, False}


def test_the_same_file_has_the_same_bytes_every_time() -> None:
    version = of("Mosspath")[0]
    assert Contents(Catalogue()).data(version, version.files[0]) == CONTENTS.data(version, version.files[0])


def test_different_versions_have_different_files() -> None:
    digests = [CONTENTS.facts(version, version.files[0]).sha1 for version in of("Hedgerow API")]
    assert len(set(digests)) == len(digests)


def test_sizes_are_those_of_usual_mods() -> None:
    sizes = [
        CONTENTS.facts(version, file).size
        for project in CATALOGUE.projects
        if project.kind == "mod"
        for version in CATALOGUE.versions(project)[-1:]
        for file in version.files
        if not file.sources
    ]
    assert min(sizes) > 7_000
    assert max(sizes) < 220_000
    assert max(sizes) > 5 * min(sizes)


def test_jars_grow_to_the_size_that_is_asked_for() -> None:
    catalogue = Catalogue(projects=10, jar_size=1_000_000)
    contents = Contents(catalogue)
    version = catalogue.versions(catalogue.projects[4])[0]
    assert 1_000_000 < contents.facts(version, version.files[0]).size < 1_020_000
    assert len(contents.data(version, version.files[0])) == contents.facts(version, version.files[0]).size


def test_a_fabric_manifest_says_what_the_catalogue_says() -> None:
    version = of("Lanternworks")[0]
    with opened(version) as jar:
        found = json.loads(jar.read("fabric.mod.json"))
        assert found["id"] == "lanternworks"
        assert found["version"] == version.version_number
        assert {"fabricloader", "minecraft", "tidal_core", "bramble_core"} <= set(found["depends"])
        assert "emberglass_renderer" in found["breaks"]
        icon = Image.open(io.BytesIO(jar.read(found["icon"])))
        assert icon.size == (64, 64)
        assert jar.read("example/lanternworks/Main.class").startswith(b"\xca\xfe\xba\xbe")


def test_a_universal_jar_holds_a_manifest_for_each_loader() -> None:
    version = next(v for v in of("Tidal Core") if len(v.loaders) > 2 and "forge" in v.loaders)
    with opened(version) as jar:
        held = set(jar.namelist())
        assert {"fabric.mod.json", "META-INF/mods.toml", "META-INF/MANIFEST.MF"} <= held
        assert ("quilt.mod.json" in held) == bool(CATALOGUE.named("Tidal Core").number % 2)
        forge = tomllib.loads(jar.read("META-INF/mods.toml").decode())
        assert forge["mods"][0]["modId"] == "tidal_core"
        assert {d["modId"] for d in forge["dependencies"]["tidal_core"]} == {
            "forge",
            "minecraft",
            "hedgerow_api",
        }


def test_a_neoforge_manifest_names_types_and_a_forge_one_says_mandatory() -> None:
    neo = next(v for v in of("Cartwright") if v.loaders[0] == "neoforge" or "neoforge" in v.loaders)
    with opened(neo) as jar:
        found = tomllib.loads(jar.read("META-INF/neoforge.mods.toml").decode())
        assert all(d["type"] == "required" for d in found["dependencies"]["cartwright"])
    forge = of("Treacle Forge")[0]
    with opened(forge) as jar:
        found = tomllib.loads(jar.read("META-INF/mods.toml").decode())
        assert all(d["mandatory"] is True for d in found["dependencies"]["treacle_forge"])


def test_some_versions_are_only_in_the_jar_manifest() -> None:
    for project in CATALOGUE.projects:
        for version in CATALOGUE.versions(project):
            if project.number % 4 == 1 and "neoforge" in version.loaders and project.kind == "mod":
                with opened(version) as jar:
                    toml = tomllib.loads(jar.read("META-INF/neoforge.mods.toml").decode())
                    assert toml["mods"][0]["version"] == "${file.jarVersion}"
                    lines = jar.read("META-INF/MANIFEST.MF")
                    assert (
                        f"Implementation-Version: {version.version_number.removeprefix('v')}".encode()
                        in lines
                    )
                    assert max(len(line) for line in lines.split(b"\r\n")) <= 72
                return
    pytest.fail("no such project")


def test_a_quilt_manifest_stands_alone_for_a_quilt_mod() -> None:
    with opened(of("Fern Lantern")[-1]) as jar:
        found = json.loads(jar.read("quilt.mod.json"))["quilt_loader"]
        assert found["id"] == "fern_lantern"
        assert "fabric.mod.json" not in jar.namelist()


@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ("Linen Textures", "pack.mcmeta"),
        ("Golden Hour", "shaders/final.fsh"),
        ("Gentle Nights", "pack.mcmeta"),
        ("Town Crier", "plugin.yml"),
        ("Hearthside", "modrinth.index.json"),
    ],
)
def test_what_is_no_mod_looks_like_what_it_is(title: str, entry: str) -> None:
    with opened(of(title)[-1]) as archive:
        assert entry in archive.namelist()


def test_a_modpack_names_real_files() -> None:
    pack = of("Hearthside")[-1]
    with opened(pack) as archive:
        index = json.loads(archive.read("modrinth.index.json"))
    assert index["files"]
    for file in index["files"]:
        owner = CONTENTS.owner(file["hashes"]["sha1"])
        assert owner is not None
        assert CONTENTS.owner(file["hashes"]["sha512"]) is owner


def test_a_file_is_served_as_it_is_announced(client: httpx.Client) -> None:
    file = client.get("/v2/project/mosspath/version").json()[0]["files"][0]
    answer = client.get(file["url"])
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(file["size"])
    assert answer.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in answer.headers
    assert "x-ratelimit-limit" not in answer.headers
    assert hashlib.sha512(answer.content).hexdigest() == file["hashes"]["sha512"]


def test_file_names_are_percent_encoded_in_addresses(client: httpx.Client, sandbox: Handle) -> None:
    spaced = [
        (version, file)
        for project in sandbox.catalogue.projects
        for version in sandbox.catalogue.listed(project)
        for file in version.files
        if " " in file.filename and "+" in file.filename
    ]
    version, file = spaced[0]
    told = client.get(f"/v2/version/{version.id}").json()["files"][0]
    assert told["filename"] == file.filename
    assert "%20" in told["url"]
    assert "%2B" in told["url"]
    assert client.get(told["url"]).status_code == 200


def test_old_uploads_have_the_version_number_in_their_address(client: httpx.Client, sandbox: Handle) -> None:
    old = next(
        version
        for project in sandbox.catalogue.projects
        for version in sandbox.catalogue.listed(project)
        if version.old_address
    )
    url = client.get(f"/v2/version/{old.id}").json()["files"][0]["url"]
    assert old.id not in url
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-99", 0, 99), ("bytes=1000-", 1000, None), ("bytes=-50", -50, None)]
)
def test_a_range_of_a_file_can_be_had(client: httpx.Client, asked: str, first: int, last: int | None) -> None:
    url = client.get("/v2/project/mosspath/version").json()[0]["files"][0]["url"]
    whole = client.get(url).content
    answer = client.get(url, headers={"range": asked})
    assert answer.status_code == 206
    assert answer.content == whole[first : None if last is None else last + 1]
    assert answer.headers["content-range"].endswith(f"/{len(whole)}")


def test_a_range_beyond_the_end_is_refused(client: httpx.Client) -> None:
    file = client.get("/v2/project/mosspath/version").json()[0]["files"][0]
    answer = client.get(file["url"], headers={"range": f"bytes={file['size']}-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{file['size']}"


def test_a_range_of_another_state_of_the_file_gives_the_whole(client: httpx.Client) -> None:
    file = client.get("/v2/project/mosspath/version").json()[0]["files"][0]
    answer = client.get(file["url"], headers={"range": "bytes=0-9", "if-range": '"another"'})
    assert answer.status_code == 200
    assert len(answer.content) == file["size"]


def test_a_range_is_had_by_the_date_of_the_file_too(client: httpx.Client) -> None:
    url = client.get("/v2/project/mosspath/version").json()[0]["files"][0]["url"]
    date = client.get(url).headers["last-modified"]
    assert client.get(url, headers={"range": "bytes=0-9", "if-range": date}).status_code == 206
    older = "Mon, 01 Jan 2001 00:00:00 GMT"
    assert client.get(url, headers={"range": "bytes=0-9", "if-range": older}).status_code == 200


def test_ranges_go_wrong_as_they_are_told_to(client: httpx.Client) -> None:
    url = client.get("/v2/project/mosspath/version").json()[0]["files"][0]["url"]
    whole = client.get(url)
    found = {
        fault: client.get(url, headers={"range": "bytes=100-199", HEADER: fault})
        for fault in ("no_ranges", "wrong_range", "lying_range", "changed")
    }
    assert [answer.status_code for answer in found.values()] == [200, 206, 206, 206]
    assert found["no_ranges"].content == whole.content
    assert "etag" not in found["no_ranges"].headers
    assert found["wrong_range"].content == found["lying_range"].content == whole.content[99:199]
    assert found["wrong_range"].headers["content-range"].startswith("bytes 99-198/")
    assert found["lying_range"].headers["content-range"].startswith("bytes 100-199/")
    assert found["changed"].headers["etag"] != whole.headers["etag"]
    tag = whole.headers["etag"]
    changed = client.get(url, headers={"range": "bytes=100-199", "if-range": tag, HEADER: "changed"})
    assert changed.status_code == 200
    assert len(changed.content) == len(whole.content)
    assert changed.content != whole.content


def test_a_file_that_does_not_exist_is_404(client: httpx.Client) -> None:
    project = client.get("/v2/project/mosspath").json()["id"]
    assert client.get(f"/data/{project}/versions/aaaaaaaa/x.jar").status_code == 404
    assert client.get("/data/aaaaaaaa/versions/aaaaaaaa/x.jar").status_code == 404


def test_one_file_is_shared_by_several_versions(client: httpx.Client) -> None:
    found = client.get("/v2/project/driftglass/version").json()
    digests = [version["files"][0]["hashes"]["sha1"] for version in found]
    assert len(found) == 4
    assert len(set(digests)) == 2
    owner = client.get(f"/v2/version_file/{digests[0]}").json()
    assert owner["version_number"] == "1.1.0"


def test_a_version_without_primary_file_lists_its_sources_first(client: httpx.Client) -> None:
    files = client.get("/v2/project/flint-almanac/version/0.9.0").json()["files"]
    assert [file["primary"] for file in files] == [False, False]
    assert [file["file_type"] for file in files] == ["sources-jar", None]
    assert files[0]["filename"].endswith("-sources.jar")
    with zipfile.ZipFile(io.BytesIO(client.get(files[0]["url"]).content)) as sources:
        assert all(name.endswith(".java") for name in sources.namelist())


def test_many_versions_have_no_primary_file(sandbox: Handle) -> None:
    made = [v for p in sandbox.catalogue.projects for v in sandbox.catalogue.versions(p)]
    without = sum(not any(file.primary for file in version.files) for version in made)
    assert 0.1 < without / len(made) < 0.6
    assert all(sum(file.primary for file in version.files) <= 1 for version in made)


def test_an_icon_a_picture_a_thumbnail_and_a_face_are_pictures(client: httpx.Client) -> None:
    project = client.get("/v2/project/lanternworks").json()
    icon = Image.open(io.BytesIO(client.get(project["icon_url"]).content))
    assert (icon.format, icon.size) == ("PNG", (96, 96))
    large = Image.open(io.BytesIO(client.get(project["gallery"][1]["raw_url"]).content))
    assert (large.format, large.size) == ("PNG", (1280, 720))
    small = Image.open(io.BytesIO(client.get(project["gallery"][1]["url"]).content))
    assert (small.format, small.size) == ("WEBP", (350, 197))
    face = client.get(f"/v2/project/{project['id']}/members").json()[0]["user"]["avatar_url"]
    assert Image.open(io.BytesIO(client.get(face).content)).size == (96, 96)


def test_pictures_that_a_text_names_are_there(client: httpx.Client) -> None:
    body = client.get("/v2/project/lanternworks").json()["body"]
    address = body.split("](")[1].split(")")[0]
    assert client.get(address).headers["content-type"] == "image/png"


def test_a_picture_that_does_not_exist_is_404(client: httpx.Client) -> None:
    project = client.get("/v2/project/lanternworks").json()["id"]
    for path in (
        f"{project}/images/99.png",
        f"{project}/images/x.png",
        "aaaaaaaa/icon.png",
        "user/aaaaaaaa.png",
    ):
        assert client.get(f"/data/{path}").status_code == 404


def test_a_file_is_revalidated_by_its_tag(client: httpx.Client) -> None:
    url = client.get("/v2/project/lanternworks").json()["icon_url"]
    tag = client.get(url).headers["etag"]
    answer = client.get(url, headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_icons_are_varied() -> None:
    arts = {(project.motif, project.palette) for project in CATALOGUE.projects}
    assert len(arts) == len(CATALOGUE.projects)
    assert sum(not project.has_icon for project in CATALOGUE.projects) == 2
