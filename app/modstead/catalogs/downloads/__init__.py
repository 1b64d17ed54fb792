"""Files and pictures from a platform's hosts.

They come through blocking sockets in a few threads, not through the API's client: bytes are received, hashed and
written in one thread without the event loop, at several times the rate that an asynchronous stream reaches, and the
window never waits for them.
"""

from modstead.catalogs.downloads.http_downloads import HttpDownloads

__all__ = ["HttpDownloads"]
