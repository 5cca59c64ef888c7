"""A TCP echo server on asyncio or on uvloop, by a Protocol, which streams are built on.

usage: echo.py asyncio|uvloop

Prints its port and ends with its standard input.
"""

import asyncio
import os
import sys
import threading


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


def end_with_input():
    sys.stdin.read()
    os._exit(0)


async def serve():
    # Both kinds of loop set TCP_NODELAY themselves.
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    threading.Thread(target=end_with_input, daemon=True).start()
    await server.serve_forever()


if sys.argv[1] == "uvloop":
    import uvloop

    uvloop.install()

asyncio.run(serve())
