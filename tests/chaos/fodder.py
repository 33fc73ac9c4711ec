"""What a drill is made of: its plan, its articles, and the commands that start a member."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ARTICLES, MEETINGS, LETTERS = "news.articles", "diplomacy.meetings", "diplomacy.dead-letters"
CITIES = ("Berlin", "Paris", "Vienna", "Geneva", "Madrid", "Rome", "Lisbon")

# Shorter than in service, so that every guard is met within minutes; but the session outlasts a restart.
SETTINGS = {
    "metrics.port": 0,
    "batch.max_records": 10,
    "batch.max_backoff_seconds": 2,
    "kafka.static_membership": "true",
    "kafka.session_timeout_seconds": 20,
    "batch.process_seconds": 60,
    "workers.text_seconds": 4,
    "kafka.max_poll_interval_seconds": 120,
    "kafka.timeouts.request_seconds": 3,
    "kafka.timeouts.delivery_seconds": 6,
    "kafka.timeouts.poll_seconds": 12,
    "kafka.timeouts.commit_seconds": 12,
    "kafka.timeouts.recovery_seconds": 20,
    "kafka.timeouts.transaction_seconds": 20,
}


@dataclass(frozen=True)
class Plan:
    """How much of what.

    The `service` is the `small` one beside this file, which takes `seconds_each` for an article and says when
    it publishes, so that it can be hit right then; or `readout` itself. A scaling takes the members to `crowd`,
    or from there to one. A jump sets the members' wall clocks an hour or a day off, or right.
    """

    articles: int = 2000
    members: int = 2
    nodes: int = 1
    kills: int = 20
    restarts: int = 0
    freezes: int = 0
    freeze_seconds: float = 15.0
    scalings: int = 0
    crowd: int = 4
    jumps: int = 0
    seconds_each: float = 0.03
    service: str = "small"
    guarantee: str = "exactly_once"
    seed: int = 0


def article(number: int) -> bytes:
    """An article of one meeting that nobody could overlook."""
    city = CITIES[number % len(CITIES)]
    text = f"French President Emmanuel Macron met German Chancellor Angela Merkel in {city} on Monday."
    return json.dumps({"id": f"article-{number}", "published": "2019-05-14", "text": text}).encode()


def small(plan: Plan, bootstrap: str, member: str) -> list[str]:
    """A member that makes one record of each article without reading it."""
    options = {
        "bootstrap": bootstrap,
        "member": member,
        "guarantee": plan.guarantee,
        "seconds-each": plan.seconds_each,
        "articles": ARTICLES,
        "meetings": MEETINGS,
        "letters": LETTERS,
    }
    service = str(Path(__file__).with_name("service.py"))
    return [sys.executable, service, *(f"--{name}={value}" for name, value in options.items())]


def readout(plan: Plan, bootstrap: str, member: str) -> list[str]:
    """A member as an operator would start it."""
    settings = {
        **SETTINGS,
        "kafka.bootstrap_servers": bootstrap,
        "kafka.member": member,
        "kafka.delivery": plan.guarantee,
    }
    command = shutil.which("readout", path=str(Path(sys.executable).parent)) or "readout"
    return [
        command,
        "run",
        *(part for name, value in settings.items() for part in ("--set", f"{name}={value}")),
    ]
