"""Whether a server's file name may be written to disk, as plans ask it."""

from modstead.errors import UnsafeFileName
from modstead.instances.file_names import checked_name


def unsafe_name(name: str) -> str | None:
    """Why a file must not have this name, in one sentence, or None."""
    try:
        checked_name(name)
    except UnsafeFileName as error:
        return f"{error.title} {error.detail}".strip()
    return None
