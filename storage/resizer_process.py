"""The resizing process: `python -m storage.resizer_process` does what its stdin says.

It lives exactly as long as the pipe from its parent: when that closes, for whatever reason, the
process is gone at once. What goes through the pipes are numbers and pictures, nothing that could
be taken for code: the process reads files of others, and its parent reads what it says.
"""

from __future__ import annotations

import os
import queue
import signal
import struct
import threading
from typing import IO

from core.errors import ImageStoreError, NotAnImageError

REQUEST = struct.Struct(">BII")  # what to do, with which number, and how many bytes follow
ANSWER = struct.Struct(">BI")  # how it went, and how many bytes follow

NARROW, SQUEEZE = 1, 2
DONE, BROKEN, FAILED = 0, 1, 2

_NICENESS = 5  # the server, and whoever shares the machine, answer before anything is resized

Request = tuple[int, int, bytes]


def main() -> None:
    # Ctrl-C in a terminal reaches the whole group; ending is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    try:
        while True:
            status, body = _answer(*requests.get())
            answers.write(ANSWER.pack(status, len(body)) + body)
            answers.flush()
    except BrokenPipeError:
        os._exit(0)  # the parent is gone, and `_listen` is about to find out as well


def _listen(requests: queue.SimpleQueue[Request]) -> None:
    """Take in requests; end the process when no more can come."""
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
    except Exception as error:  # noqa: BLE001 - out of memory, say: the next picture may do
        return FAILED, f"{type(error).__name__} while resizing".encode()


if __name__ == "__main__":
    main()
