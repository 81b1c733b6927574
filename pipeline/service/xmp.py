"""XMP metadata of image files: the AI source type and the job's UUID, never the prompt.

The packet is inserted into the finished file; the image is not decoded or compressed again.
"""

from __future__ import annotations

import struct
import zlib
from xml.sax.saxutils import quoteattr

from pipeline.errors import PipelineError

# https://cv.iptc.org/newscodes/digitalsourcetype/
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
BY_RULES = f"{_SOURCE_TYPES}algorithmicMedia"
BY_TRAINED_MODEL = f"{_SOURCE_TYPES}trainedAlgorithmicMedia"
_RULES_MODEL = "sketch"  # followed by a version
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEYWORD = b"XML:com.adobe.xmp"
_JPEG_HEADER = b"http://ns.adobe.com/xap/1.0/\x00"
_WEBP_HAS_XMP = 0x04
_WEBP_HAS_ALPHA = 0x10


class UnknownImageError(PipelineError, ValueError):
    """The bytes are not an image of the given content type."""


def source_type(model: str) -> str:
    """Return the source type of pictures by *model*: all but the sketch are trained models."""
    return BY_RULES if model.partition("-")[0] == _RULES_MODEL else BY_TRAINED_MODEL


def with_xmp(image: bytes, content_type: str, uuid: str, source: str) -> bytes:
    """Return *image* with an XMP packet that contains the *source* type and *uuid*.

    *content_type* is image/png, image/jpeg or image/webp. Raises UnknownImageError for others.
    """
    packet = _packet(uuid, source)
    if content_type == "image/png" and image.startswith(_PNG_SIGNATURE):
        return _into_png(image, packet)
    if content_type == "image/jpeg" and image.startswith(b"\xff\xd8"):
        return _into_jpeg(image, packet)
    if content_type == "image/webp" and image[:4] == b"RIFF" and image[8:12] == b"WEBP":
        return _into_webp(image, packet)
    raise UnknownImageError(content_type)


def _packet(uuid: str, source: str) -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about=""'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f" Iptc4xmpExt:DigitalSourceType={quoteattr(source)}"
        f" dc:identifier={quoteattr('urn:uuid:' + uuid)}/>"
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def _into_png(image: bytes, packet: bytes) -> bytes:
    header_end = len(_PNG_SIGNATURE) + 12 + 13  # IHDR is always first and 13 bytes long
    body = b"iTXt" + _PNG_KEYWORD + b"\x00\x00\x00\x00\x00" + packet
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return image[:header_end] + chunk + image[header_end:]


def _into_jpeg(image: bytes, packet: bytes) -> bytes:
    at = 2
    if image[2:4] == b"\xff\xe0":  # the JFIF segment must stay first
        at += 2 + struct.unpack(">H", image[4:6])[0]
    body = _JPEG_HEADER + packet
    return image[:at] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + image[at:]


def _into_webp(image: bytes, packet: bytes) -> bytes:
    kind, chunks = image[12:16], image[12:]
    if kind == b"VP8X":
        flags = chunks[8] | _WEBP_HAS_XMP
        chunks = chunks[:8] + bytes((flags,)) + chunks[9:]
    else:
        width, height, alpha = _webp_size(kind, chunks)
        flags = _WEBP_HAS_XMP | (_WEBP_HAS_ALPHA if alpha else 0)
        size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        chunks = b"VP8X" + struct.pack("<I", 10) + bytes((flags, 0, 0, 0)) + size + chunks
    chunks += b"XMP " + struct.pack("<I", len(packet)) + packet + b"\x00" * (len(packet) % 2)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _webp_size(kind: bytes, chunks: bytes) -> tuple[int, int, bool]:
    """Return width, height and whether there is transparency, from the first chunk."""
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", chunks[14:18])
        return width & 0x3FFF, height & 0x3FFF, False
    if kind == b"VP8L":
        bits = int.from_bytes(chunks[9:13], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1, bool(bits >> 28 & 1)
    raise UnknownImageError("image/webp")
