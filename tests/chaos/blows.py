"""The disturbances: each is dealt, and its recovery measured before the next."""

import random
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import cycle

import broker
from crowd import Crowd
from kafka import KafkaAdminClient, errors
from members import Member
from plan import Plan
from report import CALM
from waiting import PATIENCE, awaited

Measured = Callable[[str], AbstractContextManager[None]]
"""Measures how long it takes from the start of the block until articles written since then are published."""


class Blows:
    """Deals them, one after the other, in an order that the seed of the plan decides."""

    def __init__(self, plan: Plan, cluster: broker.Cluster, crowd: Crowd, measured: Measured) -> None:
        self._plan = plan
        self._cluster = cluster
        self._crowd = crowd
        self._measured = measured
        self._dice = random.Random(plan.seed)  # noqa: S311  a drill, not a secret
        self._turn = cycle(cluster.nodes)
        self._alone = len(cluster.nodes) == 1
        self._hold = plan.session + plan.beyond
        self.aimed = 0

    def __iter__(self) -> Iterator[Callable[[], None]]:
        plan = self._plan
        blows = [self._kill] * plan.kills + [self._pause] * plan.pauses
        blows += [self._crash] * plan.crashes + [self._restart] * plan.restarts
        blows += [self._freeze] * plan.freezes
        blows += [self._scale] * plan.scalings + [self._jump] * plan.jumps
        blows += [self._rest] * plan.rests
        self._dice.shuffle(blows)
        return iter(blows)

    def _rest(self) -> None:
        with self._measured(CALM):
            pass

    def _kill(self) -> None:
        """Kill a member: where it can be seen to publish, every other time just then."""
        victim = self._dice.choice(self._crowd.members)
        if self._plan.service == "small" and self._dice.random() < 0.5:
            self._until_publishing(victim)
            self.aimed += 1
        with self._measured("service killed (SIGKILL)"):
            at = time.monotonic()
            victim.kill()
            self._until_holding([victim], at)

    def _pause(self) -> None:
        """Pause a member for longer than its session lasts, and have it go on."""
        self._crowd.grow(2)
        victim = self._dice.choice(self._crowd.members)
        ends = time.monotonic() + self._hold
        with self._measured(f"service paused {self._hold:g} s (SIGSTOP)"):
            victim.pause()
        _sleep_until(ends)
        with self._measured("service goes on (SIGCONT)"):
            victim.resume()

    def _crash(self) -> None:
        """Kill a broker, each in its turn, and start it again."""
        self._end(signal.SIGKILL, "broker killed (SIGKILL)")

    def _restart(self) -> None:
        """End a broker in good order, and start it again."""
        self._end(signal.SIGTERM, "broker told to stop (SIGTERM)")

    def _end(self, how: signal.Signals, kind: str) -> None:
        node = next(self._turn)
        with self._measured(kind):
            node.stop(how)
            if self._alone:
                self._start(node)
        if not self._alone:
            with self._measured("broker started again"):
                self._start(node)
            self._until_in_sync()

    def _start(self, node: broker.Node) -> None:
        node.start()
        node.wait(PATIENCE)

    def _freeze(self) -> None:
        """Pause a broker for longer than any session lasts, its own or a member's, just as a member publishes."""
        node = next(self._turn)
        self._until_publishing(self._dice.choice(self._crowd.members))
        ends = time.monotonic() + self._hold
        node.send(signal.SIGSTOP)
        if not self._alone:
            with self._measured(f"broker paused {self._hold:g} s (SIGSTOP)"):
                pass
        _sleep_until(ends)
        with self._measured("broker goes on (SIGCONT)"):
            node.send(signal.SIGCONT)
        self._until_in_sync()

    def _scale(self) -> None:
        """Start members until they are a crowd; or, where they are one, have all leave but one."""
        if len(self._crowd.members) < self._plan.crowd:
            with self._measured(f"service scaled up to {self._plan.crowd}"):
                at = time.monotonic()
                self._until_holding(self._crowd.grow(self._plan.crowd), at)
        else:
            with self._measured("service scaled down to 1"):
                self._crowd.shrink(1)

    def _jump(self) -> None:
        """Set the members' clocks elsewhere."""
        with self._measured("clocks of the service jump"):
            self._crowd.jump(self._dice)

    def _until_publishing(self, member: Member) -> None:
        """Wait until a member publishes; the real service does not say when, and is hit at any time."""
        if self._plan.service == "small":
            member.publishing.clear()
            member.publishing.wait(2.0)

    def _until_holding(self, members: Sequence[Member], since: float) -> None:
        awaited(lambda: all(member.held > since for member in members))

    def _until_in_sync(self) -> None:
        """Wait until no partition lacks a replica, so that the next broker can be spared."""
        client = KafkaAdminClient(bootstrap_servers=self._cluster.bootstrap, request_timeout_ms=5000)
        try:
            awaited(lambda: _in_sync(client))
        finally:
            client.close()


def _in_sync(client: KafkaAdminClient) -> bool:
    try:
        topics = client.describe_topics()
    except errors.KafkaError:
        return False
    partitions = [each for topic in topics for each in topic["partitions"]]
    return all(len(each["isr_nodes"]) == len(each["replica_nodes"]) for each in partitions)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
