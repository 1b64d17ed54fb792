"""From where files and pictures may come."""

import pytest

from modstead.catalogs.downloads.hosts import FileHosts, PictureHosts
from modstead.errors import HostRefused
from modstead.settings import Endpoints

CDN = "https://cdn.modrinth.com"
LOCAL = Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": "http://127.0.0.1:8000"})
NAMED = Endpoints.from_environment(
    {"MODSTEAD_MODRINTH_URL": "http://[::1]:8000", "MODSTEAD_DOWNLOAD_HOSTS": "files.example, [::1]:9000"}
)
BOTH = Endpoints(
    "http://127.0.0.1:8000",
    ("cdn.modrinth.com", "127.0.0.1:8000"),
    "https://api.example/v1",
    ("api.example", "files.example"),
)
SECURE = Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": "https://mirror.example"})


@pytest.mark.parametrize(
    ("endpoints", "url", "sent_to"),
    [
        (Endpoints(), f"{CDN}/data/a/b.jar", f"{CDN}/data/a/b.jar"),
        (Endpoints(), "https://CDN.modrinth.com:443/a", f"{CDN}/a"),
        (Endpoints(), f"{CDN}:8443/a", f"{CDN}:8443/a"),
        (Endpoints(), f"{CDN}/a b+c%2B?d=e f", f"{CDN}/a%20b+c%2B?d=e%20f"),
        (Endpoints(), f"{CDN}/é", f"{CDN}/%C3%A9"),
        (Endpoints(), CDN, f"{CDN}/"),
        (LOCAL, "http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        (LOCAL, f"{CDN}/a", f"{CDN}/a"),
        (NAMED, "http://files.example:1234/a", "http://files.example:1234/a"),
        (NAMED, "http://[::1]:9000/a", "http://[::1]:9000/a"),
        (SECURE, "https://mirror.example/a", "https://mirror.example/a"),
        (BOTH, "https://files.example/a", "https://files.example/a"),
        (BOTH, "http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        (BOTH, f"{CDN}/a", f"{CDN}/a"),
    ],
)
def test_admits_the_hosts_named(endpoints: Endpoints, url: str, sent_to: str) -> None:
    assert FileHosts(endpoints).admit(url).url == sent_to


@pytest.mark.parametrize(
    ("endpoints", "url"),
    [
        (Endpoints(), "http://cdn.modrinth.com/a"),
        (Endpoints(), "https://cdn.modrinth.com.evil.example/a"),
        (Endpoints(), "https://cdn.modrinth.com@evil.example/a"),
        (Endpoints(), "https://user:secret@cdn.modrinth.com/a"),
        (Endpoints(), "https://cdn.modrinth.com\\@evil.example/a"),
        (Endpoints(), "https://evil.example/a"),
        (Endpoints(), "https://127.0.0.1/a"),
        (Endpoints(), "https://cdn.modrinth.com./a"),
        (Endpoints(), "https://cdn.modrinth.cоm/a"),
        (Endpoints(), "//cdn.modrinth.com/a"),
        (Endpoints(), "file:///etc/passwd"),
        (Endpoints(), "ftp://cdn.modrinth.com/a"),
        (Endpoints(), ""),
        (Endpoints(), "https://"),
        (Endpoints(), "https://[/a"),
        (Endpoints(), f"{CDN}:99999/a"),
        (Endpoints(), f"{CDN}:x/a"),
        (Endpoints(), f"{CDN}/\ud800"),
        (LOCAL, "http://127.0.0.1:8001/a"),
        (BOTH, "http://files.example/a"),
        (BOTH, "http://cdn.modrinth.com/a"),
        (LOCAL, "http://cdn.modrinth.com/a"),
        (LOCAL, "http://localhost:8000/a"),
        (NAMED, "http://[::1]:8000/a"),
        (SECURE, "http://mirror.example/a"),
    ],
)
def test_refuses_all_others(endpoints: Endpoints, url: str) -> None:
    with pytest.raises(HostRefused) as caught:
        FileHosts(endpoints).admit(url)
    assert "secret" not in str(caught.value) or "user" in url


@pytest.mark.parametrize(
    ("url", "sent_to"),
    [
        ("https://i.imgur.com/a.png", "https://i.imgur.com/a.png"),
        ("http://i.imgur.com/a.png", "https://i.imgur.com/a.png"),
        ("http://i.imgur.com:8080/a.png", "https://i.imgur.com:8080/a.png"),
        ("http://127.0.0.1:8000/a.png", "http://127.0.0.1:8000/a.png"),
        ("http://127.0.0.1:8001/a.png", "https://127.0.0.1:8001/a.png"),
    ],
)
def test_pictures_come_from_anywhere_but_encrypted(url: str, sent_to: str) -> None:
    assert PictureHosts(FileHosts(LOCAL)).admit(url).url == sent_to


@pytest.mark.parametrize(
    "url", ["data:image/png;base64,AA==", "file:///a.png", "a.png", "https://a:b@c.example/d.png"]
)
def test_pictures_come_from_the_web_alone(url: str) -> None:
    with pytest.raises(HostRefused):
        PictureHosts(FileHosts(LOCAL)).admit(url)
