"""What the documents of Guizhan Resources leave open, each settled here alone, so that one edit corrects it.

Nothing in this file is stated anywhere, and none of it was tried against the live service. What is stated, such as
paths, fields and bounds, is in the modules beside it. Two assumptions are shapes, and stand with the others of their
kind: how a change of a version's files is told (`bodies.FileChange`), and that an error's reason is a `message`
(`catalogs.http.failures`).
"""

import re

from modstead.catalogs.http.messages import Expected
from modstead.catalogs.operations import ListForm, Platform
from modstead.domain.project import Sort
from modstead.domain.version import Channel

PROVIDER = "guizhan"
TITLE = "Guizhan Resources"
SITE = "https://resources.guizhanss.com"

API = Platform(
    PROVIDER,
    TITLE,
    # Assumption: whatever stands before the documents' paths, such as /v1, belongs to the address in the settings.
    prefix="",
    # Assumption: an array parameter is repeated, once for each value, and any of them will do. Lists of versions are
    # filtered by ourselves, so that a wrong guess loses none.
    lists=ListForm.REPEATED,
    # The documents speak of "fields of the data object". Assumption: the answer is an object with a field of that name.
    envelope="data",
    # Assumption: as the author's account service has it.
    key_header="Authorization",
    key_form="Bearer {token}",
    # Assumption: a deletion is answered with nothing, or with some JSON.
    nothing=Expected.NOTHING_OR_JSON,
)

# Assumption: tokens are made somewhere on the site. Where is told nowhere.
TOKEN_PAGE = SITE

# Assumption: the verbs of the versions, of which the documents print none but that of the creation; what a batch
# concerns is told in a JSON body, also where it is deleted.
LIST_VERSIONS = "GET"
BATCH_UPDATE = "PATCH"
BATCH_DELETE = "DELETE"
GET_VERSION = "GET"
UPDATE_VERSION = "PATCH"
DELETE_VERSION = "DELETE"
DOWNLOAD = "GET"

# Assumption: so many items a page are admitted, and a page with fewer is the last one. How many there are in all is
# told in no documented field.
PAGE_SIZE = 50
MOST_PAGES = 40

# Assumption: `checksum` has hashes in hex by the name of their algorithm.
CHECKSUMS = {
    "sha1": re.compile(r"[0-9a-f]{40}"),
    "sha512": re.compile(r"[0-9a-f]{128}"),
    "sha256": re.compile(r"[0-9a-f]{64}"),
}

# Assumption: sorting by creation or update has the newest first.
SORTS = {
    Sort.RELEVANCE: "relevance",
    Sort.DOWNLOADS: "downloads",
    Sort.NEWEST: "created_at",
    Sort.UPDATED: "updated_at",
}

# Assumption: who follows a project without saying more wants its default channel. The other channels are as stable as
# the first of these that their names say, and count as betas where they say nothing.
CHANNELS = (
    (Channel.ALPHA, re.compile(r"alpha|nightly|snapshot|dev|build|构建|开发|快照", re.IGNORECASE)),
    (Channel.BETA, re.compile(r"beta|pre|candidate|\brc|test|测试|预览", re.IGNORECASE)),
    (Channel.RELEASE, re.compile(r"release|stable|正式|稳定", re.IGNORECASE)),
)


def channel_of(name: str, slug: str, *, is_default: bool) -> Channel:
    """How stable a version of this channel is taken to be."""
    if is_default:
        return Channel.RELEASE
    words = f"{slug} {name}"
    return next((channel for channel, said in CHANNELS if said.search(words)), Channel.BETA)


# Assumption: resources for the platforms below are packs, whose loaders are called otherwise in the rest of Modstead.
LOADERS = {"resourcepack": "minecraft"}
"""The platforms whose names differ from those of the loaders."""

# Assumption: a project's page on the site, by its type and slug, as links to such pages look.
PAGE = "/{type}/{slug}"

# Assumption: a project that has no version yet has a channel of this slug. Those of others are read off their versions.
FIRST_CHANNEL = "release"
