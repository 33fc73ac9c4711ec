"""Health over real HTTP: three pages, and what makes them say no."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from pipeline.errors import ConfigurationError, Interrupted
from pipeline.health import Health, Server, application
from pipeline.metrics import Metrics


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


class Service:
    """A running server, and what it tells of."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.partitions = 0
        self.health = Health(lambda: self.partitions, stall_seconds=100, poll_seconds=10, clock=self.clock)
        self.server = Server(application(self.health, Metrics()), "127.0.0.1", 0)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.server.port}{path}", timeout=10) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that has not polled yet."""
    service = Service()
    with service.server:
        yield service


def test_metrics_are_served(service: Service) -> None:
    """The exposition is at /metrics."""
    status, body = service.get("/metrics")
    assert status == 200
    assert "readout_deliveries_total 0.0" in body
    assert "process_resident_memory_bytes" in body


@pytest.mark.parametrize("path", ["/", "/metrics/", "/healthz2", "/../etc/passwd", "/%00"])
def test_anything_else_is_not_found(service: Service, path: str) -> None:
    """There are no other pages."""
    assert service.get(path)[0] == 404


def test_alive_while_the_loop_turns(service: Service) -> None:
    """Alive from the start and for as long as the loop has turned within the limit."""
    assert service.get("/healthz")[0] == 200
    service.clock.now += 101
    assert service.get("/healthz") == (503, "the loop turned 101.0 s ago\n")
    service.health.polled(0)
    assert service.get("/healthz")[0] == 200


def test_alive_while_a_broker_is_away(service: Service) -> None:
    """Attempts that fail are turns of the loop: a broker that is away gets nobody restarted."""
    service.clock.now += 101
    service.health.interrupted(Interrupted("away"), 3, 1.0)
    assert service.get("/healthz")[0] == 200


def test_ready_once_assigned_and_polling(service: Service) -> None:
    """Ready takes a poll of late and a partition of our own."""
    assert service.get("/readyz") == (503, "not polled yet\n")
    service.health.polled(0)
    assert service.get("/readyz") == (503, "polling 0 partitions\n")
    service.partitions = 2
    assert service.get("/readyz") == (200, "polling 2 partitions\n")
    service.clock.now += 11
    assert service.get("/readyz") == (503, "polled 11.0 s ago\n")


def test_ready_without_partitions() -> None:
    """A source that has no partitions is ready once it is polled."""
    health = Health()
    assert not health.ready()[0]
    health.polled(3)
    assert health.ready() == (True, "polling")


def test_taken_port(service: Service) -> None:
    """A port that is taken is the operator's mistake, said before anything starts."""
    with pytest.raises(ConfigurationError, match="cannot listen"):
        Server(application(Health(), Metrics()), "127.0.0.1", service.server.port)
