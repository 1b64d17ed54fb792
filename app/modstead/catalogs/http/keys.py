"""Tokens on their way: each goes to the one server that it is for, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from modstead.catalogs.http.messages import Request, Response, SignIn
from modstead.domain.credentials import Token
from modstead.errors import Unauthorized

_PORTS = {"http": 80, "https": 443}
_HIDDEN = b"(token)"


@dataclass(frozen=True, slots=True)
class Key:
    """A token in the header and the form that its server wants. `turn` tells one user's answers from another's."""

    token: Token
    turn: int
    header: str
    form: str

    def on(self, request: Request) -> Request:
        """The request in the name of the token's user."""
        return replace(
            request, headers={**request.headers, self.header: self.form.format(token=self.token.reveal())}
        )

    def without(self, response: Response) -> Response:
        """The answer of a server that repeats the token in what it says: that may end up in an error's text."""
        body = response.body.replace(self.token.reveal().encode(), _HIDDEN)
        return response if body == response.body else replace(response, body=body)


class Keys:
    """The tokens in use, by the platform and the server that each is for: one server may serve two platforms."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], Key] = {}
        self._turn = 0
        self._learnt: dict[int, dict[str, bool]] = {}

    def use(
        self,
        service: str,
        address: str,
        token: Token | None,
        *,
        header: str = "Authorization",
        form: str = "{token}",
    ) -> None:
        """Send `token` with requests of that platform to the server at `address` from now on, or none any more."""
        origin = origin_of(address)
        if not origin:
            return
        self._turn += 1
        before = self._keys.pop((service, origin), None)
        self._learnt.pop(before.turn if before else 0, None)
        if token is not None:
            self._keys[service, origin] = Key(token, self._turn, header, form)

    def learn(self, request: Request, key: Key | None, *, allowed: bool) -> None:
        """That the token in use allows the request's scope, or does not, as has just been seen."""
        if key and request.scope and key in self._keys.values():
            self._learnt.setdefault(key.turn, {})[request.scope] = allowed

    def learnt(self, service: str, address: str) -> Mapping[str, bool]:
        """What was seen of the token that is in use for a platform, by scope: a change tells, whatever came of it."""
        key = self._keys.get((service, origin_of(address)))
        return dict(self._learnt.get(key.turn, {})) if key else {}

    def of(self, request: Request) -> Key | None:
        """The key that goes with a request, if one does.

        Raises:
            Unauthorized: it must be made in the name of a user, and there is none.
        """
        if request.sign_in is SignIn.NO:
            return None
        key = self._keys.get((request.service, origin_of(request.url)))
        if key is None and request.sign_in is SignIn.MUST:
            raise Unauthorized(f"You are not signed in to {request.server}.", remedy="Sign in with a token.")
        return key

    def signed(self, request: Request, key: Key | None) -> Request:
        """The request as it goes out, with the key that went with it when it was asked for.

        Raises:
            Unauthorized: that key was given up meanwhile: nothing is done in the name of who has signed out.
        """
        if key is None:
            return request
        if self.of(request) is not key:
            raise Unauthorized(f"You have signed out of {request.server} meanwhile.", remedy="")
        return key.on(request)


def origin_of(url: str) -> str:
    """Scheme, host and port of an address; nothing where it has no host or no such scheme."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    if not host or not port or parts.scheme not in _PORTS:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port == _PORTS[parts.scheme] else f":{port}")
