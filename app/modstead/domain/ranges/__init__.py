"""Whether a manifest's ranges admit a version, exactly as the manifest's loader means them."""

from modstead.domain.instance import ManifestKind


def admits(kind: ManifestKind, ranges: tuple[str, ...], version: str) -> bool | None:
    """Whether any of `ranges`, in the syntax of a manifest of `kind`, admits the version.

    None where that cannot be told. No range, and `*`, admit every version.
    """
    if not ranges or "*" in ranges:
        return True
    return True if version in ranges else None
