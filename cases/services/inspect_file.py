"""What a file is, found by looking inside; what cannot be looked through safely is refused.

Photos and pictures are written anew without anything that does not belong to the image (place, device, a second file
behind it). Documents are refused when they hold programs, other files, or a password.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from cases.enums import FileKind
from cases.services.rewrite_image import NotAnImage, rewrite_jpeg, rewrite_png

LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_UNPACKED = 100 * 1024 * 1024
_MOST_ENTRIES = 2000
_HIGHEST_RATIO = 100

EXTENSIONS: dict[str, FileKind] = {
    "pdf": FileKind.PDF,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "png": FileKind.PNG,
    "txt": FileKind.TEXT,
    "docx": FileKind.DOCX,
    "odt": FileKind.ODT,
    "xlsx": FileKind.XLSX,
}
CONTENT_TYPES: dict[str, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# The test file that every virus scanner knows: it is refused with or without a scanner.
_EICAR = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"


class Refused(Exception):
    """Not taken. `reason` is a fixed word; forms say it in sentences."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """`content` is what may be kept."""

    kind: FileKind
    content: bytes
    name: str


def inspect_file(*, name: str, content: bytes) -> Inspected:
    """Raises Refused."""
    if not content:
        raise Refused("empty")
    if len(content) > LARGEST_FILE:
        raise Refused("too-large")
    if _EICAR in content:
        raise Refused("virus")
    extension = name.rpartition(".")[2].strip().lower()
    kind = EXTENSIONS.get(extension)
    if kind is None:
        raise Refused("kind")
    if kind in {FileKind.JPEG, FileKind.PNG}:
        content = _image(kind, content)
    elif kind == FileKind.PDF:
        _check_pdf(content)
    elif kind == FileKind.TEXT:
        content = _text(content)
    else:
        _check_office(kind, content)
    return Inspected(kind=kind, content=content, name=safe_name(name, extension))


def safe_name(name: str, extension: str) -> str:
    """The last part of a path, without anything that a header, a folder or an eye would trip over."""
    stem = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
    stem = "".join(letter if letter.isprintable() and letter not in '<>:"|?*;%&$`' else " " for letter in stem)
    stem = re.sub(r"[.\s]+", " ", stem).strip(" -_'")[:120].strip()
    return f"{stem or 'bestand'}.{extension}"


def _image(kind: FileKind, content: bytes) -> bytes:
    try:
        return rewrite_jpeg(content) if kind == FileKind.JPEG else rewrite_png(content)
    except NotAnImage as error:
        raise Refused(str(error)) from error


# -- plain text ------------------------------------------------------------------------------------

_MARKUP = re.compile(
    r"<\s*(?:!doctype|\?xml|\?php|html|head|body|script|svg|iframe|object|embed|img|style|link)\b", re.I
)
_PROGRAM = ("#!", "%!PS", "{\\rtf", "MZ")


def _text(content: bytes) -> bytes:
    """As UTF-8. Nothing that a browser, a shell or an office program would take for more than text."""
    text = ""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if not text or any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text):
        raise Refused("content")
    if _MARKUP.search(text) or text.lstrip().startswith(_PROGRAM):
        raise Refused("active")
    return text.encode()


# -- PDF -------------------------------------------------------------------------------------------

_PDF_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|AA)(?![A-Za-z0-9])"
)
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_STREAM = re.compile(rb"/ObjStm(?:(?!stream).){0,4000}?>>\s*stream\r?\n", re.S)


def _check_pdf(content: bytes) -> None:
    end = content.rstrip(b"\r\n \t\0")
    if not re.match(rb"%PDF-[12]\.\d", content) or not end.endswith(b"%%EOF"):
        raise Refused("content")
    if zipfile.is_zipfile(io.BytesIO(content)) or re.search(rb"<\s*(?:script|html)\b", content[:2048], re.I):
        raise Refused("active")
    if re.search(rb"/Encrypt(?![A-Za-z])", content):
        raise Refused("password")
    left = _LARGEST_UNPACKED
    for part in (content, *_object_streams(content)):
        left -= len(part)
        plain = _PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), part)
        if left < -LARGEST_FILE or _PDF_ACTIVE.search(plain):
            raise Refused("active")


def _object_streams(content: bytes) -> list[bytes]:
    """Newer PDFs keep their dictionaries packed: look in there too."""
    found = []
    total = 0
    for match in _PDF_STREAM.finditer(content):
        unpack = zlib.decompressobj()
        try:
            part = unpack.decompress(content[match.end() :], _LARGEST_UNPACKED - total)
        except zlib.error as error:
            raise Refused("content") from error
        if unpack.unconsumed_tail:
            raise Refused("bomb")
        total += len(part)
        found.append(part)
    return found


# -- office documents ------------------------------------------------------------------------------

_MAIN_TYPES = {
    FileKind.DOCX: b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    FileKind.XLSX: b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_FORBIDDEN_PART = re.compile(
    r"vbaproject|vbadata|macro|activex|oleobject|embeddings/|^basic/|^scripts/|^object |externallink"
    r"|\.(?:bin|exe|dll|js|vbs|html?)$",
    re.I,
)


def _check_office(kind: FileKind, content: bytes) -> None:
    if content[:4] != b"PK\x03\x04" or content[-22:-18] != b"PK\x05\x06":
        raise Refused("content")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _unpack(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise Refused("content") from error
    if kind == FileKind.ODT:
        if parts.get("mimetype") != _ODT_TYPE or "content.xml" not in parts:
            raise Refused("content")
        if b"<script:" in parts["content.xml"] or b"office:scripts><" in parts["content.xml"]:
            raise Refused("active")
        return
    types = parts.get("[Content_Types].xml", b"")
    if _MAIN_TYPES[kind] not in types:
        raise Refused("content")
    if b"macroEnabled" in types or b"<!ENTITY" in types:
        raise Refused("active")


def _unpack(package: zipfile.ZipFile) -> dict[str, bytes]:
    """The small parts by name, after measuring all of them: what a directory says of sizes is only a claim."""
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > _MOST_ENTRIES or len(set(names)) != len(names):
        raise Refused("bomb")
    kept: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or entry.flag_bits & 0x1:
            raise Refused("content")
        if _FORBIDDEN_PART.search(name):
            raise Refused("active")
        size = 0
        head = b""
        with package.open(entry) as part:
            while piece := part.read(65536):
                size += len(piece)
                total += len(piece)
                if total > _LARGEST_UNPACKED or size > max(1_000_000, _HIGHEST_RATIO * entry.compress_size):
                    raise Refused("bomb")
                if len(head) < 5_000_000:
                    head += piece
        if name.lower().endswith((".xml", ".rels")) and re.search(rb"<!(?:DOCTYPE|ENTITY)", head[:4096]):
            raise Refused("active")
        if name in {"mimetype", "[Content_Types].xml", "content.xml"}:
            kept[name] = head
    return kept
