"""Resizing process: `python -m storage.resizer_process` serves requests from its stdin.

It lives exactly as long as the pipe from its parent: when the pipe closes, for any reason, the
process exits at once. Only numbers and pictures go through the pipes, nothing that could be
executed: the process decodes untrusted files, and its parent reads the process's output.
"""

from __future__ import annotations

import os
import queue
import signal
import struct
import threading
from typing import IO

from core.errors import ImageStoreError, NotAnImageError

REQUEST = struct.Struct(">BII")  # task, its number (width or limit), and how many bytes follow
ANSWER = struct.Struct(">BI")  # status, and how many bytes follow

NARROW, SQUEEZE = 1, 2
DONE, BROKEN, FAILED = 0, 1, 2

_NICENESS = 5  # the server, and other programs on the machine, take precedence over resizing

Request = tuple[int, int, bytes]


def main() -> None:
    # Ctrl-C in a terminal signals the whole process group; the parent decides when to exit.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library's output must not get mixed with the answers
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    try:
        while True:
            status, body = _answer(*requests.get())
            answers.write(ANSWER.pack(status, len(body)) + body)
            answers.flush()
    except BrokenPipeError:
        os._exit(0)  # the parent has exited, which `_listen` is about to notice as well


def _listen(requests: queue.SimpleQueue[Request]) -> None:
    """Read requests; exit the process when the pipe closes."""
    questions = open(0, "rb", closefd=False)  # noqa: SIM115 - open as long as the process is
    while (request := _read(questions)) is not None:
        requests.put(request)
    os._exit(0)


def _read(questions: IO[bytes]) -> Request | None:
    head = questions.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return None
    task, number, length = REQUEST.unpack(head)
    data = questions.read(length)
    return (task, number, data) if len(data) == length else None


def _answer(task: int, number: int, data: bytes) -> tuple[int, bytes]:
    from storage import image_scaling

    try:
        make = image_scaling.narrow if task == NARROW else image_scaling.squeeze
        return DONE, make(data, number)
    except NotAnImageError as error:
        return BROKEN, str(error).encode()
    except ImageStoreError as error:
        return FAILED, str(error).encode()
    except Exception as error:  # noqa: BLE001 - e.g. out of memory: the next picture may succeed
        return FAILED, f"{type(error).__name__} while resizing".encode()


if __name__ == "__main__":
    main()
