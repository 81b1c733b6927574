"""S3-compatible servers for tests, on free loopback ports and stopped by pid."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from moto.server import ThreadedMotoServer

START_SECONDS = 20


@dataclass(frozen=True, slots=True)
class S3Server:
    """Address and credentials of a server."""

    endpoint_url: str
    access_key_id: str = "AKIATEST"
    secret_access_key: str = "test-secret-access-key"


@contextmanager
def moto_server() -> Iterator[S3Server]:
    """Start moto: fast and complete, but it accepts any signature, and links never expire."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield S3Server(f"http://{host}:{port}")
    finally:
        server.stop()


@contextmanager
def rclone_server(folder: Path) -> Iterator[S3Server]:
    """Start `rclone serve s3` on *folder*, whose sub-folders are buckets; it checks signatures."""
    keys = S3Server("")
    command = [
        str(Path(sys.executable).with_name("rclone")),
        "serve",
        "s3",
        "--addr=127.0.0.1:0",
        f"--auth-key={keys.access_key_id},{keys.secret_access_key}",
        "--config=/dev/null",
        "--vfs-cache-mode=off",
        str(folder),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        yield S3Server(_announced_url(process), keys.access_key_id, keys.secret_access_key)
    finally:
        process.terminate()
        process.wait(30)
        assert process.stderr is not None
        process.stderr.close()


def _announced_url(process: subprocess.Popen[str]) -> str:
    """Return the address in rclone's start line; later lines are drained."""
    assert process.stderr is not None
    guard = threading.Timer(START_SECONDS, process.kill)
    guard.start()
    seen = []
    for line in process.stderr:
        seen.append(line)
        if match := re.search(r"\[(http://127\.0\.0\.1:\d+)/?\]", line):
            guard.cancel()
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return match[1]
    guard.cancel()
    raise RuntimeError(f"rclone did not start: {''.join(seen)}")
