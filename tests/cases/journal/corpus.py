"""Files that somebody could send, good and hostile, made on the spot."""

import io
import struct
import zipfile
import zlib

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 2, height: int = 2, *, extra: bytes = b"", after: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" + b"\xff" * min(width, 100)) * 1
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"") + after


def jpeg(*, width: int = 8, height: int = 8, exif: bytes = b"", after: bytes = b"", comment: bytes = b"") -> bytes:
    def segment(marker: int, body: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body

    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + (segment(0xE1, b"Exif\0\0" + exif) if exif else b"")
        + (segment(0xFE, comment) if comment else b"")
        + segment(0xDB, b"\0" + bytes(64))
        + segment(0xC0, frame)
        + segment(0xC4, b"\0" + bytes(16))
        + segment(0xDA, b"\x01\x01\0\0\x3f\0")
        + b"\x12\x34\xff\x00\x56"
        + b"\xff\xd9"
        + after
    )


def exif(turned: int = 6) -> bytes:
    """With which way is up, and the place where it was taken."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack("<HHII", 0x010F, 2, 4, 0x58594121)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + b"\0\0\0\0" + b"GPSLatitude52.37"


def pdf(inside: bytes = b"", *, after: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\ntrailer\n<<>>\n%%EOF\n" + after


def pdf_with_packed(inside: bytes) -> bytes:
    packed = zlib.compress(inside)
    stream = b"2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return b"%PDF-1.7\n" + stream + packed + b"\nendstream\nendobj\n%%EOF\n"


def package(parts: dict[str, bytes], *, before: bytes = b"", after: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return before + made.getvalue() + after


def office(more: dict[str, bytes] | None = None, *, main: str = MAIN) -> dict[str, bytes]:
    types = f'<?xml version="1.0"?><Types><Override ContentType="{main}"/></Types>'.encode()
    return {"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **(more or {})}


def odt(**more: bytes) -> dict[str, bytes]:
    return {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office:text/>", **more}


GOOD: dict[str, bytes] = {
    "brief.pdf": pdf(),
    "BRIEF.PDF": pdf(),
    "nieuw.pdf": pdf_with_packed(b"<< /Type /Page >>"),
    "muur.jpg": jpeg(),
    "liggend.jpeg": jpeg(exif=exif()),
    "scherm.png": png(),
    "notitie.txt": "Afspraak met Zoë: 14.00 uur. 3 < 4.".encode(),
    "oud.txt": "Afspraak met Zoë".encode("cp1252"),
    "plan.docx": package(office()),
    "geld.xlsx": package(office(main=SHEET)),
    "plan.odt": package(odt()),
}
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
BOMB = {"word/media.xml": b"0" * 30_000_000}
HOSTILE: dict[str, bytes] = {
    "leeg.pdf": b"",
    "leeg.txt": b"",
    "alleen-naam": pdf(),
    "": pdf(),
    "programma.exe": b"MZ" + bytes(100),
    "brief.pdf.exe": pdf(),
    "pagina.html": HTML,
    "pagina.html.png": HTML,
    "tekening.svg": SVG,
    "tekening.svg.png": SVG,
    "tekening.png": SVG,
    "tekening.jpg": SVG,
    "pagina.pdf": HTML,
    "pagina.txt": HTML,
    "svg.txt": SVG,
    "script.txt": b"#!/bin/sh\nrm -rf /",
    "rtf.txt": b"{\\rtf1 \\object}",
    "ps.txt": b"%!PS\n(x) run",
    "php.txt": b"<?php system($_GET[0]); ?>",
    "binair.txt": bytes(range(256)),
    "nul.txt": b"hallo\0wereld",
    "eicar.txt": EICAR,
    "eicar.pdf": pdf(EICAR),
    "js.pdf": pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "verborgen-js.pdf": pdf(b"/OpenAction << /S /J#61vaScript /#4aS (x) >>"),
    "verpakt-js.pdf": pdf_with_packed(b"<< /S /JavaScript >>"),
    "verpakt-verborgen.pdf": pdf_with_packed(b"<< /S /Java#53cript >>"),
    "start.pdf": pdf(b"/Launch << /F (cmd.exe) >>"),
    "erin.pdf": pdf(b"/EmbeddedFiles << >>"),
    "formulier.pdf": pdf(b"/AcroForm << /XFA [] >>"),
    "wachtwoord.pdf": pdf(b"/Encrypt 3 0 R"),
    "geen-einde.pdf": pdf()[:-8],
    "zip-erachter.pdf": pdf(after=package({"a.txt": b"x"})),
    "html-erachter.pdf": pdf(after=HTML),
    "html-ervoor.pdf": HTML + pdf(),
    "kop-html.pdf": b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF",
    "bom.pdf": pdf_with_packed(b"0" * 150_000_000),
    "stuk.png": png()[:-6],
    "som.png": png().replace(b"IDAT", b"IDAT", 1)[:-20] + b"\0" * 20,
    "reus.png": png(60_000, 60_000),
    "nul.png": png(0, 5),
    "onbekend.png": png(extra=chunk(b"EVIL", b"x")),
    "jpeg-is-png.jpg": png(),
    "png-is-jpeg.png": jpeg(),
    "reus.jpg": jpeg(width=60_000, height=60_000),
    "stuk.jpg": jpeg()[:40],
    "geen-einde.jpg": jpeg()[:-2],
    "gif.png": b"GIF89a" + bytes(40),
    "webp.jpg": b"RIFF\0\0\0\0WEBPVP8 ",
    "macro.docm": package(office()),
    "macro.docx": package(office({"word/vbaProject.bin": b"x"})),
    "macrosoort.docx": package(office(main=MAIN + '" x="macroEnabled')),
    "activex.docx": package(office({"word/activeX/activeX1.xml": b"x"})),
    "ingepakt.docx": package(office({"word/embeddings/oleObject1.bin": b"x"})),
    "pad.docx": package(office({"../../etc/passwd": b"x"})),
    "wortel.docx": package(office({"/etc/passwd": b"x"})),
    "entiteit.docx": package(office({"word/a.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'})),
    "bom.docx": package(office(BOMB)),
    "sheet-is.docx": package(office(main=SHEET)),
    "zip.docx": package({"a.txt": b"x"}),
    "ervoor.docx": package(office(), before=HTML),
    "erachter.docx": package(office(), after=HTML),
    "stuk.docx": package(office())[:50],
    "pk.xlsx": b"PK\x03\x04" + bytes(60) + b"PK\x05\x06" + bytes(18),
    "basic.odt": package(odt(**{"Basic/Standard/script.xml": b"x"})),
    "soort.odt": package(odt(mimetype=b"application/zip")),
    "jar.odt": package({"META-INF/MANIFEST.MF": b"x"}),
}
