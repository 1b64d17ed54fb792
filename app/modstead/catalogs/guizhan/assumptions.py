"""What the documents of Guizhan Resources leave open, each settled here alone, so that one edit corrects it.

Nothing in this file is stated anywhere, and none of it was tried against the live service. What is stated, such as
paths, fields and bounds, is in the modules beside it.
"""

import re

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
    # Assumption: an array parameter is repeated, once for each value.
    lists=ListForm.REPEATED,
    # The documents speak of "fields of the data object". Assumption: the answer is an object with a field of that name.
    envelope="data",
    # Assumption: as the author's account service has it.
    key_header="Authorization",
    key_form="Bearer {token}",
)

# Assumption: tokens are made somewhere on the site. Where is told nowhere.
TOKEN_PAGE = SITE

# Assumption: the verbs of the versions, of which the documents print none but that of the creation.
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

# Assumption: who follows a project without saying more wants its default channel. The other channels count as less
# stable by what they are called, and as betas where their names tell nothing.
STABLE = re.compile(r"release|stable|正式|稳定", re.IGNORECASE)
UNSTABLE = re.compile(r"alpha|nightly|snapshot|dev|build|构建|开发|快照", re.IGNORECASE)


def channel_of(name: str, slug: str, *, is_default: bool) -> Channel:
    """How stable a version of this channel is taken to be."""
    words = f"{slug} {name}"
    if is_default or STABLE.search(words):
        return Channel.RELEASE
    return Channel.ALPHA if UNSTABLE.search(words) else Channel.BETA


# Assumption: resources for the platforms below are packs, whose loaders are called otherwise in the rest of Modstead.
LOADERS = {"resourcepack": "minecraft"}
"""The platforms whose names differ from those of the loaders."""

# Assumption: a project's page on the site, by its type and slug, as links to such pages look.
PAGE = "/{type}/{slug}"
