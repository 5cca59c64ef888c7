"""What a loop's calls cost: asyncio and uvloop do what Calls.java does on our loops.

usage: calls.py asyncio|uvloop WARMUP_SECONDS SECONDS

Prints for each row its name, how many calls were made, in how many seconds, and in how many
seconds of the process's CPU time.
"""

import asyncio
import queue
import sys
import threading
import time

BATCH = 1_000

ran = 0


def task():
    global ran
    ran += 1


def inside(loop, then):
    """Each batch is submitted by one task on the loop."""
    for _ in range(BATCH - 1):
        loop.call_soon(task)
    loop.call_soon(then)


def chain(loop, then):
    """Each task submits the next one."""
    left = BATCH

    def link():
        nonlocal left
        left -= 1
        loop.call_soon(link if left else then)

    link()


def outside(loop, then):
    """Another thread submits a batch when the one before has run."""
    batches.put((loop, then))


def cancelled(loop, then):
    """Timers that are cancelled at once."""
    for _ in range(BATCH):
        loop.call_later(60, task).cancel()
    loop.call_soon(then)


def fired(loop, then):
    """Timers that fire after a millisecond."""
    for _ in range(BATCH - 1):
        loop.call_later(0.001, task)
    loop.call_later(0.001, then)


batches = queue.SimpleQueue()


def submit_batches():
    while True:
        loop, then = batches.get()
        for _ in range(BATCH - 1):
            loop.call_soon_threadsafe(task)
        loop.call_soon_threadsafe(then)


def run(loop, batch, seconds):
    """Runs batches one after the other for some time."""
    finished = loop.create_future()
    end = time.perf_counter() + seconds
    count = 0

    def then():
        nonlocal count
        count += BATCH
        if time.perf_counter() < end:
            batch(loop, then)
        else:
            finished.set_result(count)

    start = time.perf_counter()
    cpu = time.process_time()
    loop.call_soon(batch, loop, then)
    count = loop.run_until_complete(finished)
    return count, time.perf_counter() - start, time.process_time() - cpu


if sys.argv[1] == "uvloop":
    import uvloop

    uvloop.install()

threading.Thread(target=submit_batches, daemon=True).start()
loop = asyncio.new_event_loop()
for batch in inside, chain, outside, cancelled, fired:
    run(loop, batch, float(sys.argv[2]))
    count, seconds, cpu = run(loop, batch, float(sys.argv[3]))
    print(batch.__name__, count, seconds, cpu)
loop.close()
