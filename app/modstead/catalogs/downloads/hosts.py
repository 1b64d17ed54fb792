"""From which hosts files and pictures may come."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from modstead.errors import HostRefused
from modstead.settings import MODRINTH_DOWNLOAD_HOST, Endpoints

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"


@dataclass(frozen=True, slots=True)
class Address:
    """A place to fetch from, taken apart. `target` is the path with its query, ready to be sent."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"


@dataclass(frozen=True, slots=True)
class _Platform:
    """The hosts of one platform's files, and whether they may be spoken to over http."""

    hosts: frozenset[str]
    plain: bool

    def names(self, address: Address) -> bool:
        host = f"[{address.host}]" if ":" in address.host else address.host
        return not self.hosts.isdisjoint({host, f"{host}:{address.port}"})


class FileHosts:
    """Files come over https from the hosts named in `Endpoints`; over http only where their platform's server is http.

    An entry `name` stands for any port, `name:port` for that one.
    """

    def __init__(self, endpoints: Endpoints) -> None:
        self._platforms = tuple(
            _Platform(frozenset(host.lower() for host in hosts), url.lower().startswith("http://"))
            for url, hosts in (
                (endpoints.modrinth_url, endpoints.download_hosts),
                (endpoints.guizhan_url, endpoints.guizhan_hosts),
            )
        )

    def admit(self, url: str) -> Address:
        """`url` taken apart.

        Raises:
            HostRefused: files must not come from there.
        """
        address = parse(url)
        if not any(platform.names(address) for platform in self._platforms):
            raise HostRefused(f"Files must not come from {address.host}.")
        if address.scheme == "http" and not self._admits_plain(address):
            raise HostRefused(f"Files must not come from {address.host} without encryption.")
        return address

    def own(self, address: Address) -> bool:
        """Whether files may come from there as it stands."""
        named = any(platform.names(address) for platform in self._platforms)
        return named and (address.scheme == "https" or self._admits_plain(address))

    def _admits_plain(self, address: Address) -> bool:
        plain = any(platform.plain and platform.names(address) for platform in self._platforms)
        return plain and address.host != MODRINTH_DOWNLOAD_HOST


class PictureHosts:
    """Pictures in texts come from anywhere over https, and from the hosts of files. Plain http is tried as https."""

    def __init__(self, files: FileHosts) -> None:
        self._files = files

    def admit(self, url: str) -> Address:
        """`url` taken apart, as https unless it belongs to the platform's own server.

        Raises:
            HostRefused: it is no address on the web.
        """
        address = parse(url)
        if address.scheme == "https" or self._files.own(address):
            return address
        port = 443 if address.port == 80 else address.port
        return Address("https", address.host, port, address.target)


def parse(url: str) -> Address:
    """`url` taken apart.

    Raises:
        HostRefused: it is not http(s) with a plain host, or carries a name or password.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise HostRefused("The address of the file is none.") from None
    usable = host and host.isascii() and host.isprintable() and not set(host) & set(' %"<>\\^`{|}')
    if parts.scheme not in _DEFAULT_PORTS or not usable or parts.username is not None:
        raise HostRefused(f"The address of the file is unusable: {_shortened(url)}.")
    try:
        target = quote(parts.path or "/", safe=_SAFE_IN_PATH)
        query = quote(parts.query, safe=_SAFE_IN_QUERY)
    except UnicodeEncodeError:
        raise HostRefused("The address of the file is none.") from None
    return Address(
        parts.scheme, host, port or _DEFAULT_PORTS[parts.scheme], f"{target}?{query}" if query else target
    )


def _shortened(url: str) -> str:
    printable = "".join(mark for mark in url[:120] if mark.isprintable())
    return printable + ("…" if len(url) > 120 else "")
