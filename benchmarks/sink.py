"""A local mail server that takes everything and keeps nothing, in a process of its own.

With a round trip and a time to accept it answers as slowly as a relay: every answer comes one round
trip after its command, the one to a whole message so much later again. ``python -m benchmarks.sink``.
"""

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from benchmarks.measure import ROOT

HOST = "127.0.0.1"
_END = b"\r\n.\r\n"
_HELLO = b"250-sink.example.org\r\n250-SIZE 52428800\r\n250 8BITMIME\r\n"
_ANSWERS = {b"EHLO": _HELLO, b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
_OK = b"250 ok\r\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long answers take."""

    round_trip_seconds: float = 0.0
    accept_seconds: float = 0.0


class _Session(asyncio.Protocol):
    """One connection: commands by the line, a message up to its dot."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._received = bytearray()
        self._takes_message = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(b"220 sink.example.org\r\n")

    def data_received(self, data: bytes) -> None:
        self._received += data
        while self._take_message() if self._takes_message else self._take_command():
            pass

    def _take_command(self) -> bool:
        line, end, rest = self._received.partition(b"\r\n")
        if not end:
            return False
        self._received = rest
        word = bytes(line[:4]).upper()
        self._takes_message = word == b"DATA"
        self._answer(_ANSWERS.get(word, _OK))
        return True

    def _take_message(self) -> bool:
        end = self._received.find(_END)
        if end < 0:
            return False
        del self._received[: end + len(_END)]
        self._takes_message = False
        self._answer(_OK, after=self._patience.accept_seconds)
        return True

    def _answer(self, line: bytes, *, after: float = 0.0) -> None:
        wait = self._patience.round_trip_seconds + after
        if wait:
            asyncio.get_running_loop().call_later(wait, self._transport.write, line)
        else:
            self._transport.write(line)


async def _serve(patience: Patience) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Session(patience), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def running(patience: Patience | None = None) -> Iterator[int]:
    """Run a sink beside this process and give its port."""
    slow = patience or Patience()
    command = [sys.executable, "-m", "benchmarks.sink"]
    command += [str(slow.round_trip_seconds), str(slow.accept_seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None:
            raise RuntimeError("no output from the sink")
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("round_trip_seconds", type=float)
    parser.add_argument("accept_seconds", type=float)
    given = parser.parse_args()
    asyncio.run(_serve(Patience(given.round_trip_seconds, given.accept_seconds)))


if __name__ == "__main__":
    main()
