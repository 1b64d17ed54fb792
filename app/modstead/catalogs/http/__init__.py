"""HTTP for all platforms: transport, pacing, retries, cache and errors.

`HttpClient` is the one way in. httpx itself is imported with the first request, in a worker thread.
"""

from modstead.catalogs.http.client import Answer, HttpClient
from modstead.catalogs.http.messages import Clock, Request, Response, Transport, Unreadable

__all__ = ["Answer", "Clock", "HttpClient", "Request", "Response", "Transport", "Unreadable"]
