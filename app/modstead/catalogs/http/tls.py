"""The one TLS context of the process."""

import os
import ssl
import threading


class TlsContext:
    """Builds its `SSLContext` once, when first asked. That takes tens of milliseconds: ask from a worker thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None

    def get(self) -> ssl.SSLContext:
        """The context: the system's certificates, and certifi's where the system names none of its own.

        Raises:
            OSError: the certificates cannot be read.
        """
        with self._lock:
            if self._context is None:
                self._context = _build()
            return self._context


def _build() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    told = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")
    if not told and not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context
