"""A Guizhan Resources whose projects and versions are written down, answering as its documents state."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import msgspec

BASE = "https://api.guizhan.example/v1"

DEFAULT = {"id": "c-release", "name": "Release", "slug": "release", "is_default": True}
NIGHTLY = {"id": "c-nightly", "name": "Nightly builds", "slug": "nightly", "is_default": False}
OLD_LINE = {"id": "c-legacy", "name": "Legacy", "slug": "legacy", "is_default": False}

Data = dict[str, Any]


def project(id_: str, slug: str, **more: Any) -> Data:
    return {
        "id": id_,
        "name": slug.replace("-", " ").title(),
        "slug": slug,
        "summary": f"What {slug} is for.",
        "type": "plugin",
        "downloads": 40,
        "minecraft_versions": ["1.21.4"],
        "platforms": ["paper", "spigot"],
        "created_at": "2026-03-01T00:00:00.000Z",
        "updated_at": "2026-05-01T00:00:00.000Z",
        "owner_type": "user",
        "owner": {"id": "u1", "name": "Wren Calder", "username": "wren"},
        "tags": [{"id": "t1", "slug": "machines", "name": "Machines"}],
        "description": f"# {slug}",
        "license_type": "GPL-3.0",
        "source_url": "https://git.example/source",
        **more,
    }


def file(name: str, content: bytes, *, hashes: Iterable[str] = ("sha1", "sha256")) -> Data:
    return {
        "id": f"f-{name}",
        "name": name,
        "checksum": {name: hashlib.new(name, content).hexdigest() for name in hashes},
        "size": len(content),
        "is_primary": True,
        "created_at": "2026-05-01T00:00:00.000Z",
    }


def link(address: str) -> Data:
    return {
        "id": "f-link",
        "name": address,
        "external_url": address,
        "is_primary": True,
        "created_at": "2026-05-01T00:00:00.000Z",
    }


def version(id_: str, number: str, *, day: int, files: list[Data] | None = None, **more: Any) -> Data:
    return {
        "id": id_,
        "version": number,
        "name": f"Version {number}",
        "changelog": f"What is new in {number}.",
        "minecraft_versions": ["1.21.4"],
        "platforms": ["paper", "spigot"],
        "dependencies": [],
        "downloads": 4,
        "created_at": f"2026-05-{day:02}T00:00:00.000Z",
        "channel": DEFAULT,
        "files": [file(f"{id_}.jar", number.encode())] if files is None else files,
        **more,
    }


@dataclass
class Guizhan:
    """`projects` and the versions of each, by their IDs; `sent` are the requests so far."""

    projects: dict[str, Data] = field(default_factory=dict)
    versions: dict[str, list[Data]] = field(default_factory=dict)
    sent: list[httpx.Request] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    """What the files hold, by their IDs, where they are served."""

    def add(self, project: Data, *versions: Data) -> Data:
        self.projects[project["id"]] = project
        self.versions[project["id"]] = list(versions)
        return project

    @property
    def paths(self) -> list[str]:
        """What was asked for, without the part before the documents' paths."""
        return [request.url.raw_path.decode().removeprefix("/v1") for request in self.sent]

    def served(self, request: httpx.Request) -> httpx.Response:
        """As `answer`, with the files themselves: a download leads there by a redirect."""
        parts = request.url.path.strip("/").split("/")
        if parts[0] == "files":
            return httpx.Response(200, content=self.contents[parts[1]])
        if len(parts) == 7 and parts[5] == "download":
            self.sent.append(request)
            return httpx.Response(302, headers={"Location": f"/files/{parts[6]}"})
        return self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        parts = request.url.path.removeprefix("/v1").strip("/").split("/")
        routes: dict[tuple[str, int], Callable[..., Any]] = {
            ("projects", 1): lambda: self._searched(request.url.params),
            ("projects", 2): lambda: self._project(parts[1]),
            ("projects", 3): lambda: self._part(parts[1], parts[2], request.url.params),
            ("projects", 4): lambda: self._version_of(parts[1], parts[3]),
            ("versions", 2): lambda: self._version(parts[1]),
            ("users", 3): lambda: self._listed(self.projects.values()),
            ("orgs", 3): lambda: self._listed(self.projects.values()),
        }
        route = routes.get((parts[0], len(parts)))
        found = route() if route else None
        return _json({"data": found}) if found is not None else _json({"message": "Not found"}, 404)

    def _searched(self, asked: httpx.QueryParams) -> list[Data]:
        found = [
            item
            for item in self.projects.values()
            if asked.get("q", "").lower() in f"{item['name']} {item['summary']}".lower()
            and asked.get("type") in {None, item["type"]}
            and _any(asked.get_list("platforms"), item["platforms"])
            and _any(asked.get_list("minecraft_versions"), item["minecraft_versions"])
            and _any(asked.get_list("tags"), [tag["slug"] for tag in item["tags"]])
        ]
        if key := {"downloads": "downloads", "created_at": "created_at", "updated_at": "updated_at"}.get(
            asked.get("sort_by", "")
        ):
            found.sort(key=lambda item: item[key], reverse=True)
        return _page(self._listed(found), asked)

    def _listed(self, projects: Iterable[Data]) -> list[Data]:
        return [
            {name: value for name, value in item.items() if name not in {"description", "license_type"}}
            for item in projects
        ]

    def _project(self, name: str) -> Data | None:
        return next((item for item in self.projects.values() if name in (item["id"], item["slug"])), None)

    def _part(self, name: str, part: str, asked: httpx.QueryParams) -> list[Data] | None:
        project = self._project(name)
        if project is None:
            return None
        if part == "keywords":
            return [{"id": "k1", "keyword": "cogs"}]
        listed = [{key: value for key, value in item.items() if key != "files"} for item in self._of(project)]
        return _page(listed, asked)

    def _of(self, project: Data) -> list[Data]:
        return self.versions[project["id"]]

    def _version_of(self, name: str, number: str) -> Data | None:
        project = self._project(name)
        listed = self._of(project) if project else []
        return next((item for item in listed if number in (item["id"], item["version"])), None)

    def _version(self, id_: str) -> Data | None:
        for project_id, listed in self.versions.items():
            for item in listed:
                if item["id"] == id_:
                    return {**item, "project_id": project_id}
        return None


@contextmanager
def serving(platform: Guizhan) -> Iterator[str]:
    """The platform on loopback; its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = platform.served(httpx.Request("GET", f"http://guizhan{self.path}"))
            self.send_response(found.status_code)
            self.send_header("Content-Length", str(len(found.content)))
            if "location" in found.headers:
                self.send_header("Location", found.headers["location"])
            self.end_headers()
            self.wfile.write(found.content)

        def log_message(self, *_words: object) -> None:
            """Tests read no log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        finally:
            server.shutdown()
            thread.join()


def _any(asked: list[str], has: list[str]) -> bool:
    return not asked or not set(asked).isdisjoint(has)


def _page(found: list[Data], asked: httpx.QueryParams) -> list[Data]:
    size = int(asked.get("page_size", "20"))
    start = (int(asked.get("page", "1")) - 1) * size
    return found[start : start + size]


def _json(body: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=msgspec.json.encode(body))
