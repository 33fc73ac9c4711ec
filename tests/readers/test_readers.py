"""Reading in processes of their own: what a text does to one of them is that text's fate alone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from stub import POISON, TEXT, deliveries, payload
from support.wilful import MIDDLE, unable

from pipeline.cli.line import Clock, Middle
from pipeline.dispatch import Dispatcher
from pipeline.errors import Halt
from pipeline.intake import Limits
from pipeline.process import Processor
from pipeline.readers import Bounds, Readers
from pipeline.records import Channel, Extracted, Rejected
from pipeline.runner import Batch, Runner
from pipeline.stopwatch import Stage, Stopwatch
from pipeline.transports.memory import MemorySink, MemorySource
from schemas import Reason

SUPPORT = Path(__file__).resolve().parents[1] / "support"
BOUNDS = Bounds(text_seconds=1.0, megabytes=512)
FATES = {
    "LEAVE": (Reason.CRASH, "ended with exit code 3"),
    "SEGFAULT": (Reason.CRASH, "was killed by SIGSEGV"),
    "KILLED": (Reason.CRASH, "was killed by SIGKILL"),
    "EAT": (Reason.CRASH, "ran out of the memory"),
    "HANG": (Reason.TIMEOUT, "took over 1 s"),
    "HOLD": (Reason.TIMEOUT, "took over 1 s"),
}


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """Two of them, for all tests of this module."""
    pool = Readers(MIDDLE, 2, BOUNDS)
    yield pool
    pool.close()


def alive(pid: int) -> bool:
    """Whether there is a process of that number, be it a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid: int, seconds: float = 15.0) -> bool:
    """Whether the process ends in time."""
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


@pytest.mark.parametrize("word", FATES)
def test_a_text_that_ends_its_reader_is_refused_alone(readers: Readers, word: str) -> None:
    """Of a batch the text at fault is refused, with what it did; each of its neighbours is read, in order."""
    batch = deliveries(*(payload(n, text=f"{TEXT} {word}" if n == 3 else TEXT) for n in range(20)))
    results = readers.process(batch, Stopwatch())
    assert [result.delivery for result in results] == batch
    reason, detail = FATES[word]
    refused = {n: r.outcome for n, r in enumerate(results) if isinstance(r.outcome, Rejected)}
    assert list(refused) == [3]
    assert refused[3].reason is reason
    assert detail in refused[3].detail
    ids = [r.outcome.meetings[0].article.id for r in results if isinstance(r.outcome, Extracted)]
    assert ids == [f"good-{n}" for n in range(20) if n != 3]


def test_several_such_texts_in_one_batch_are_refused(readers: Readers) -> None:
    """Two texts that crash and one that hangs, side by side, are the only ones that are refused."""
    words = {4: "LEAVE", 5: "SEGFAULT", 6: "HANG"}
    batch = deliveries(*(payload(n, text=f"{TEXT} {words.get(n, '')}") for n in range(9)))
    outcomes = [result.outcome for result in readers.process(batch, Stopwatch())]
    reasons = {n: each.reason for n, each in enumerate(outcomes) if isinstance(each, Rejected)}
    assert reasons == {4: Reason.CRASH, 5: Reason.CRASH, 6: Reason.TIMEOUT}


def test_processes_give_what_one_gives(readers: Readers) -> None:
    """Good, empty, damaged and poisonous messages have the outcomes that they have when read in this process."""
    batch = deliveries(payload(0), None, b"\xff", payload(1, text=POISON), payload(2, text=""), b"{}")
    here = MIDDLE(Stopwatch())(batch)
    assert readers.process(batch, Stopwatch()) == here
    assert isinstance(here[3].outcome, Rejected)


def test_stages_are_timed_where_they_pass(readers: Readers) -> None:
    """What intake and extraction took in the reading processes is told to the caller's stopwatch."""
    stopwatch = Stopwatch()
    readers.process(deliveries(payload(0)), stopwatch)
    assert stopwatch.take().keys() == {Stage.INTAKE, Stage.EXTRACT}


def test_a_reader_that_has_read_enough_gives_way() -> None:
    """After so many messages a new process reads on, in the same order, and the old one is gone."""
    pool = Readers(MIDDLE, 1, Bounds(text_seconds=1.0, messages=20))
    (first,) = pool.pids
    batches = [deliveries(*(payload(n) for n in range(start, start + 10))) for start in range(0, 50, 10)]
    results = [result for batch in batches for result in pool.process(batch, Stopwatch())]
    ids = [r.outcome.meetings[0].article.id for r in results if isinstance(r.outcome, Extracted)]
    assert ids == [f"good-{n}" for n in range(50)]
    assert first not in pool.pids
    assert not alive(first)
    pool.close()


def test_a_runner_carries_on_over_a_crash() -> None:
    """The runner publishes the meetings of all good articles and one dead letter, and acknowledges all."""
    words = {2: "LEAVE", 11: "HANG"}
    source = MemorySource(payload(n, text=f"{TEXT} {words.get(n, '')}") for n in range(40))
    sink, stopwatch, told = MemorySink(), Stopwatch(), Told()
    pool = Readers(MIDDLE, 1, BOUNDS)
    Runner(
        source=source,
        process=lambda batch: pool.process(batch, stopwatch),
        dispatch=Dispatcher().dispatch,
        sink=sink,
        observer=told,
        stopwatch=stopwatch,
    ).run(threading.Event())
    pool.close()
    assert source.acknowledged == 40
    assert len(sink.on(Channel.MEETINGS)) == 38
    reasons = [dict(letter.headers)["readout-reason"] for letter in sink.on(Channel.DEAD_LETTERS)]
    assert reasons == [b"crash", b"timeout"]


class Told:
    """An observer that is told nothing it would keep."""

    def polled(self, count: int) -> None:
        """Nothing."""

    def committed(self, batch: Batch) -> None:
        """Nothing."""

    def interrupted(self, error: Exception, attempt: int, wait: float) -> None:
        """Nothing."""


def test_a_reader_that_cannot_start_halts() -> None:
    """Where no reading process can be had, nothing is acknowledged and nobody is blamed."""
    pool = Readers(Middle(Limits(), Clock(), unable), 1, BOUNDS)
    with pytest.raises(Halt, match="did not start"):
        pool.process(deliveries(payload(0)), Stopwatch())
    pool.close()


def test_a_reader_that_takes_too_long_to_start_halts() -> None:
    """Where a reading process is not ready in its time, the pool says so, and not how it was ended."""
    pool = Readers(MIDDLE, 1, Bounds(start_seconds=0.001))
    with pytest.raises(Halt, match=r"was not ready after 0\.001 s"):
        pool.await_ready()
    pool.close()


def test_nothing_is_left_of_a_pool_that_is_closed() -> None:
    """Closing ends the processes, and leaves no zombies; closing again does nothing."""
    pool = Readers(MIDDLE, 2, BOUNDS)
    pids = pool.pids
    assert len(pids) == 2
    pool.close()
    pool.close()
    assert not any(map(alive, pids))


ORPHANS = f"""
import sys, threading
sys.path[:0] = [{str(SUPPORT.parent)!r}]
from stub import deliveries, payload
from support.wilful import MIDDLE
from pipeline.readers import Bounds, Readers
from pipeline.stopwatch import Stopwatch
pool = Readers(MIDDLE, 1, Bounds(text_seconds=60.0))
pool.await_ready()
print(*pool.pids, flush=True)
pool.process(deliveries(*(payload(text=word) for word in sys.argv[1:])), Stopwatch())
threading.Event().wait()
"""


@pytest.mark.parametrize("words", [(), ("HANG",)], ids=["idle", "reading"])
def test_no_reader_outlives_a_parent_that_was_killed(words: tuple[str, ...], tmp_path: Path) -> None:
    """After `kill -9` of its parent a reading process ends, whether it waits or a text hangs in it."""
    program = tmp_path / "parent.py"
    program.write_text(f'if __name__ == "__main__":\n    exec({ORPHANS!r})\n')
    with subprocess.Popen(
        [sys.executable, str(program), *words], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert alive(pid)
        time.sleep(0.5)
        parent.send_signal(signal.SIGKILL)
    assert gone(pid)


def test_a_processor_is_what_reads() -> None:
    """What a reading process makes is the processor of the line, and no other way of reading."""
    assert isinstance(getattr(MIDDLE(Stopwatch()), "__self__", None), Processor)
