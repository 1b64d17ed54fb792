"""`META-INF/MANIFEST.MF`, as the JAR File Specification states it."""


def implementation_version(data: bytes) -> str:
    """`Implementation-Version` of the main section, or an empty text.

    Lines end with CRLF, LF or CR; one longer than 72 bytes goes on in the next, which begins with a space. Names are
    compared without case; the main section ends with the first empty line.
    """
    wanted = b"implementation-version"
    value: bytes | None = None
    for text in data.removeprefix(b"\xef\xbb\xbf").splitlines():
        if value is not None:
            if not text.startswith(b" "):
                break
            value += text[1:]
            continue
        if not text:
            break
        name, colon, rest = text.partition(b":")
        if colon and name.strip().lower() == wanted:
            value = rest.removeprefix(b" ")
    return (value or b"").decode("utf-8", "replace").strip()
