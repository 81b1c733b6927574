# ruff: noqa: INP001, T201 - a script to copy, not part of a package
"""Minimal level-0 pipeline for ComicAI: it responds once the image is stored.

    python level0_server.py PORT FOLDER

FOLDER is the value of `images.folder`. Replace `draw` with your own function.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

HALF = 128  # pixels; width and height of each of the four panels


def draw(prompt: str) -> bytes:
    """Return a PNG with two by two panels in colors derived from the prompt."""
    color = hashlib.sha256(prompt.encode()).digest()
    rows = [b"\0" + color[i : i + 3] * HALF + color[i + 3 : i + 6] * HALF for i in (0, 6)]
    pixels = zlib.compress(rows[0] * HALF + rows[1] * HALF)
    head = struct.pack(">IIBBBBB", 2 * HALF, 2 * HALF, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


class Pipeline(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        try:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            uuid, prompt = UUID(body["uuid"]), str(body["inputParams"]["prompt"])
        except (KeyError, TypeError, ValueError) as error:
            return self.answer(422, {"error": {"code": "invalid_request", "message": str(error)}})
        page = Path(sys.argv[2]) / "jobs" / str(uuid) / "page.png"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(draw(prompt))
        return self.answer(200, {"s3Url": f"s3://local/jobs/{uuid}/page.png"})

    def answer(self, status: int, content: object) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pipeline) as server:
        print(f"http://127.0.0.1:{server.server_port}/generate", flush=True)
        server.serve_forever()
