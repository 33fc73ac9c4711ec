"""What a drill is made of: its plan, its articles, and the commands that start a member."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ARTICLES, MEETINGS, LETTERS = "news.articles", "diplomacy.meetings", "diplomacy.dead-letters"
PARTITIONS = 6
"""Of the topic of articles: article number n goes to partition n modulo this."""

CITIES = ("Berlin", "Paris", "Vienna", "Geneva", "Madrid", "Rome", "Lisbon")
REFUSED = 25
"""Of so many messages the real service is to refuse one."""

# Shorter than in service, so that every guard is met within minutes; but patience outlasts the election of a leader,
# and the session a restart.
SETTINGS = {
    "metrics.port": 0,
    "batch.max_records": 10,
    "batch.max_backoff_seconds": 2,
    "batch.process_seconds": 60,
    "workers.text_seconds": 4,
    "kafka.max_poll_interval_seconds": 120,
    "kafka.timeouts.connect_seconds": 7.5,
    "kafka.timeouts.request_seconds": 5,
    "kafka.timeouts.delivery_seconds": 10,
    "kafka.timeouts.poll_seconds": 20,
    "kafka.timeouts.commit_seconds": 25,
    "kafka.timeouts.recovery_seconds": 30,
    "kafka.timeouts.transaction_seconds": 20,
}


@dataclass(frozen=True)
class Plan:
    """How much of what.

    The `service` is the `small` one beside this file, which takes `seconds_each` for an article and says when
    it publishes, so that it can be hit right then; or `readout` itself. Its members are known to the group by
    name where `static` is 1. `rate` articles a second are fed all the time. A freeze of a broker, and a pause of
    a member, outlasts the `session` of a member by `beyond`, all in seconds. A scaling takes the members to
    `crowd`, or from there to one. A jump sets the members' wall clocks an hour or a day off, or right.
    """

    members: int = 2
    nodes: int = 1
    rate: float = 12.0
    rests: int = 0
    kills: int = 20
    pauses: int = 0
    crashes: int = 0
    restarts: int = 0
    freezes: int = 0
    scalings: int = 0
    crowd: int = 4
    jumps: int = 0
    session: float = 6.0
    beyond: float = 5.0
    seconds_each: float = 0.03
    service: str = "small"
    static: int = 1
    guarantee: str = "exactly_once"
    seed: int = 0


def article(number: int) -> bytes:
    """An article of one meeting that nobody could overlook, or now and then one that is cut off."""
    city = CITIES[number % len(CITIES)]
    text = f"French President Emmanuel Macron met German Chancellor Angela Merkel in {city} on Monday."
    whole = json.dumps({"id": f"article-{number}", "published": "2019-05-14", "text": text}).encode()
    return whole if (number + 1) % REFUSED else whole[:-20]


def small(plan: Plan, bootstrap: str, member: str) -> list[str]:
    """A member that makes one record of each article without reading it."""
    options = {
        "bootstrap": bootstrap,
        "member": member,
        "session": plan.session,
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
        "kafka.static_membership": "true" if plan.static else "false",
        "kafka.session_timeout_seconds": plan.session,
    }
    command = shutil.which("readout", path=str(Path(sys.executable).parent)) or "readout"
    return [
        command,
        "run",
        *(part for name, value in settings.items() for part in ("--set", f"{name}={value}")),
    ]


COMMANDS = {"small": small, "readout": readout}
