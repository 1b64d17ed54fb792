import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.errors import SettingsError
from modstead.paths import Paths, resources
from modstead.services.settings import SettingsService
from modstead.settings import Endpoints, Settings, load_settings, options_of_settings, save_settings


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    wanted = replace(Settings(), color_scheme="dark", updates_first=True, last_folder="/game/mods")
    save_settings(tmp_path / "deep" / "settings.json", wanted)
    assert load_settings(tmp_path / "deep" / "settings.json") == wanted


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.json") == Settings()


def test_what_a_newer_modstead_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"written_by": "99.0", "from_the_future": [1], "color_scheme": "dark"}))
    settings = load_settings(path)
    assert settings.color_scheme == "dark"
    save_settings(path, settings)
    stored = json.loads(path.read_text())
    assert stored["from_the_future"] == [1]
    assert stored["written_by"] == "99.0"


@pytest.mark.parametrize("content", ["{", "[]", '"x"', "\x00"])
def test_an_unreadable_file_is_told_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    with pytest.raises(SettingsError):
        load_settings(path)
    assert path.read_text() == content


json_values = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers(), max_size=2)


@given(st.dictionaries(st.sampled_from([option.name for option in options_of_settings()]), json_values))
def test_impossible_values_become_the_defaults(stored: dict[str, object]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.json"
        path.write_text(json.dumps(stored))
        settings = load_settings(path)
    for option in options_of_settings():
        assert type(getattr(settings, option.name)) is type(option.default)
    assert settings.color_scheme in {"system", "light", "dark"}


def test_modrinth_is_the_default_and_files_come_from_its_host_alone() -> None:
    endpoints = Endpoints.from_environment({})
    assert endpoints.is_modrinth
    assert endpoints.download_hosts == ("cdn.modrinth.com",)


def test_another_server_may_send_its_own_files_or_those_of_named_hosts() -> None:
    own = Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": "http://127.0.0.1:8000/"})
    assert own.modrinth_url == "http://127.0.0.1:8000"
    assert own.download_hosts == ("cdn.modrinth.com", "127.0.0.1:8000")
    named = Endpoints.from_environment(
        {"MODSTEAD_MODRINTH_URL": "https://mods.example", "MODSTEAD_DOWNLOAD_HOSTS": "a.example, b.example"}
    )
    assert named.download_hosts == ("cdn.modrinth.com", "a.example", "b.example")


@pytest.mark.parametrize("url", ["mods.example", "ftp://mods.example", "http://", "http://[x", "file:///etc"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="MODSTEAD_MODRINTH_URL"):
        Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": url})


@pytest.mark.parametrize("signed", ["user:hunter2@", "user@", ":hunter2@", "@"])
def test_an_address_with_a_password_is_none_and_is_not_repeated(signed: str) -> None:
    url = f"https://{signed}mods.example"
    for environment, told in (
        ({"MODSTEAD_MODRINTH_URL": url}, Settings()),
        ({"MODSTEAD_GUIZHAN_URL": url}, Settings()),
        ({}, replace(Settings(), guizhan_url=url)),
    ):
        with pytest.raises(SettingsError, match="is not an address") as caught:
            Endpoints.from_environment(environment, told)
        assert "hunter2" not in str(caught.value)


def test_guizhan_is_off_until_its_address_is_set() -> None:
    assert Endpoints.from_environment({}, Settings()).guizhan_url == ""
    told = replace(
        Settings(), guizhan_url="https://api.guizhan.example/v1/", guizhan_hosts="files.example, b.example"
    )
    endpoints = Endpoints.from_environment({}, told)
    assert endpoints.guizhan_url == "https://api.guizhan.example/v1"
    assert endpoints.guizhan_hosts == ("api.guizhan.example", "files.example", "b.example")
    named = Endpoints.from_environment({"MODSTEAD_GUIZHAN_URL": "http://127.0.0.1:9/v1"}, told)
    assert named.guizhan_url == "http://127.0.0.1:9/v1"
    with pytest.raises(SettingsError, match="MODSTEAD_GUIZHAN_URL"):
        Endpoints.from_environment({"MODSTEAD_GUIZHAN_URL": "nowhere"})


def test_an_address_that_is_none_is_neither_kept_nor_believed(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    service = SettingsService(path)
    with pytest.raises(SettingsError, match="Address of Guizhan Resources"):
        service.change(guizhan_url="nowhere")
    assert service.value.guizhan_url == ""
    path.write_text('{"guizhan_url": "nowhere"}')
    assert load_settings(path).guizhan_url == ""


def test_modstead_home_moves_everything(tmp_path: Path) -> None:
    paths = Paths.from_environment({"MODSTEAD_HOME": str(tmp_path)})
    for path in (paths.database, paths.settings, paths.http_cache, paths.pictures):
        assert path.is_relative_to(tmp_path)
    assert not Paths.from_environment({}).data.is_relative_to(tmp_path)


def test_the_resources_are_found() -> None:
    assert (resources() / "icons" / "mods.svg").is_file()
