"""Photos and pictures, written anew with only what makes the image: no place, no device, nothing behind the end.

The compressed image itself is copied, not decoded: what a viewer shows stays exactly as it was.
"""

import struct
import zlib

MOST_PIXELS = 25_000_000
_PNG_START = b"\x89PNG\r\n\x1a\n"
# What a picture needs; text, time, EXIF and the chunks of programs are left out.
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs"}


class NotAnImage(Exception):
    """The message is a fixed word: content, or pixels."""


def rewrite_png(content: bytes) -> bytes:
    """Raises NotAnImage."""
    if not content.startswith(_PNG_START):
        raise NotAnImage("content")
    at, written = len(_PNG_START), [_PNG_START]
    kinds: list[bytes] = []
    while True:
        head = content[at : at + 8]
        if len(head) < 8:
            raise NotAnImage("content")
        length, kind = struct.unpack(">I4s", head)
        body = content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if len(check) < 4 or struct.unpack(">I", check)[0] != zlib.crc32(kind + body):
            raise NotAnImage("content")
        if not kinds:
            _check_png_size(kind, body)
        kinds.append(kind)
        if kind in _PNG_KEPT:
            written.append(content[at : at + 12 + length])
        elif not kind[0] & 0x20:
            raise NotAnImage("content")  # a critical chunk that nobody knows
        at += 12 + length
        if kind == b"IEND":
            break
    if b"IDAT" not in kinds or kinds.count(b"IHDR") != 1:
        raise NotAnImage("content")
    return b"".join(written)


def _check_png_size(kind: bytes, body: bytes) -> None:
    if kind != b"IHDR" or len(body) != 13:
        raise NotAnImage("content")
    width, height = struct.unpack(">II", body[:8])
    _check_size(width, height)


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise NotAnImage("content")
    if width * height > MOST_PIXELS:
        raise NotAnImage("pixels")


_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = {0xC0, 0xC1, 0xC2}
_TABLES = {0xC4, 0xDB, 0xDD, 0xCC}
_APP_JFIF, _APP_EXIF, _APP_ADOBE = 0xE0, 0xE1, 0xEE


def rewrite_jpeg(content: bytes) -> bytes:
    """Raises NotAnImage. Which way is up is kept; everything else that a camera wrote down is not."""
    if content[:3] != b"\xff\xd8\xff":
        raise NotAnImage("content")
    at, written = 2, [b"\xff\xd8"]
    turned = 1
    has_frame = False
    while True:
        marker, at = _next_marker(content, at)
        if marker == _END:
            break
        length = int.from_bytes(content[at : at + 2], "big")
        body = content[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise NotAnImage("content")
        at += length
        whole = bytes([0xFF, marker]) + length.to_bytes(2, "big") + body
        if marker in _FRAMES:
            if has_frame or len(body) < 6:
                raise NotAnImage("content")
            _check_size(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
            has_frame = True
            written.append(whole)
        elif marker == _APP_EXIF:
            turned = _orientation(body) or turned
        elif marker in _TABLES or (marker == _APP_ADOBE and body.startswith(b"Adobe") and len(body) == 12):
            written.append(whole)
        elif marker == _SCAN:
            if not has_frame:
                raise NotAnImage("content")
            end = _end_of_scan(content, at)
            written += [whole, content[at:end]]
            at = end
        elif marker != _COMMENT and not 0xE0 <= marker <= 0xEF:
            raise NotAnImage("content")
    if not has_frame:
        raise NotAnImage("content")
    if turned != 1:
        written.insert(1, _exif_with(turned))
    return b"".join([*written, b"\xff\xd9"])


def _next_marker(content: bytes, at: int) -> tuple[int, int]:
    if content[at : at + 1] != b"\xff":
        raise NotAnImage("content")
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content) or content[at] == 0:
        raise NotAnImage("content")
    return content[at], at + 1


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker begins; a 0xFF inside the image is followed by 0x00 or a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise NotAnImage("content")
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _orientation(body: bytes) -> int:
    """The one number of EXIF that is needed to see a photo the right way up; 0 when there is none."""
    if body[:6] != b"Exif\0\0":
        return 0
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 0
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return 0
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(min(count, 200)):
        place = start + 2 + 12 * number
        if place + 12 > len(tiff):
            return 0
        tag, _kind, _values, value = struct.unpack_from(f"{order}HHIH", tiff, place)
        if tag == 0x0112:
            return value if 1 <= value <= 8 else 0
    return 0


def _exif_with(turned: int) -> bytes:
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
