"""What the operations on the resources of Guizhan Resources have in common."""

from modstead.catalogs.api import PlatformApi
from modstead.catalogs.guizhan.convert import own
from modstead.catalogs.http.client import HttpClient


class Operations:
    """`base` is the address of the server, with whatever stands before the documents' paths."""

    def __init__(self, client: HttpClient, base: str) -> None:
        self._base = base.rstrip("/")
        self._keys = client.keys
        self._api = PlatformApi(client, self._base)


def about_project(id_or_slug: str) -> str:
    return f"the project {own(id_or_slug)}"
