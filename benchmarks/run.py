"""Measure Readout beside what it is compared with, in one run, and write docs/performance.md: `make bench`.

Reading is measured in CPU seconds, which a busy machine falsifies little; what goes through Kafka by the wall clock
and in CPU. Ratios are within one run; the load is told. `--quick` takes a few minutes, and writes nothing.
"""

import argparse
import compileall
import json
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import carrying
import reading
import scaling
from carrying import Bench, Carried, peer
from feed import Feed
from pages import fill
from plot import draw

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "deploy" / "kafka"), str(ROOT / "tests")]

import broker  # noqa: E402 - it lives with the deployment, and is no package
from hostile.slow_texts import SLOW_TEXTS  # noqa: E402 - what the tests read as well

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "performance.png"
BARE, QUIX = "kafka-python alone", "Quix Streams"
ONE, TWO = scaling.SERVICES


def through_kafka(size: int, chosen: argparse.Namespace) -> dict[str, Any]:
    """All rows that take a broker."""
    feed = Feed(size, chosen.share, chosen.seed, archive=chosen.archive).articles()
    with broker.running() as cluster:
        bench = Bench(cluster.bootstrap, cluster.nodes[0].process.pid)
        rows = list(_carried(bench, feed))
        rate = next(row.per_second for row in rows if row.name == ONE) / 2
        own = bench.topics("articles", "meetings", "letters")
        part = Feed(min(size, int(60 * rate)), chosen.share, chosen.seed, archive=chosen.archive).articles()
        found, start_up = carrying.latencies(bench, part, rate, own, _free_port())
    found.sort()
    one, two = (next(row for row in rows if row.name == name) for name in (ONE, TWO))
    return {
        "carried": rows,
        "gains": [scaling.Gain(one, two), scaling.replays(feed)],
        "rate": rate,
        "p50": found[len(found) // 2],
        "p99": found[min(int(0.99 * len(found)), len(found) - 1)],
        "timed": len(found),
        "start_up": start_up,
    }


def _carried(bench: Bench, feed: list[Any]) -> Iterator[Carried]:
    """Every service over topics of its own that hold the same feed."""
    for name in (BARE, ONE, TWO, QUIX):
        if name in scaling.SERVICES:
            yield scaling.service(bench, feed, workers=1 + (name == TWO))
        else:
            names = bench.topics("articles", "meetings", "letters")
            bench.fill(names[0], feed)
            yield bench.carried(name, _peer(name, bench.bootstrap, names), names[0])
        print(f"{name}: done", file=sys.stderr)


def _peer(name: str, bootstrap: str, names: list[str]) -> list[str]:
    """The command of a service of another make."""
    if name == QUIX:
        _install_peers()
    return peer("quix.py" if name == QUIX else "bare.py", bootstrap, names, names[0])


def _install_peers() -> None:
    """What the others need, apart from our own packages."""
    if not carrying.PEERS.exists():
        wanted = ROOT / "benchmarks" / "peers" / "requirements.txt"
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--target",
            str(carrying.PEERS),
            "-r",
            str(wanted),
        ]
        subprocess.run(command, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def table(found: dict[str, Any]) -> str:
    """All figures in Markdown."""
    return "\n\n".join(
        filter(None, (_told(found), _reading(found["reading"]), _kafka(found.get("kafka")), _bounds(found)))
    )


def _told(found: dict[str, Any]) -> str:
    return (
        f"{found['cores']} cores, load {found['load'][0]:.1f} before and {found['load'][1]:.1f} after; "
        f"{100 * found['share']:g} % meetings, seed {found['seed']}, {found['reading']['characters']:.0f} characters "
        f"an article. The gate lets {100 * found['reading']['admitted']:.0f} % of everyday articles through, and "
        f"{100 * found['reading']['admitted of others']:.0f} % of those of another stock, on which no rule was chosen."
    )


def _reading(part: dict[str, Any]) -> str:
    rows = part["rows"]
    full = next(row.milliseconds for row in rows if row.name.startswith("full"))
    lines = [
        "| reading, without Kafka | articles | CPU ms an article | times the full pipeline |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {r.name} | {r.articles} | {r.milliseconds:.3f} | {full / r.milliseconds:.1f} |" for r in rows
    ]
    return "\n".join(lines)


def _kafka(part: dict[str, Any] | None) -> str:
    if not part:
        return ""
    rows: list[Carried] = part["carried"]
    bare = rows[0].per_second
    lines = [
        "| through Kafka | articles | a second | share of the first | CPU ms an article | of the broker | peak MB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.name} | {r.articles} | {r.per_second:.0f} | {r.per_second / bare:.3f} | {r.client_ms:.3f} "
        f"| {r.broker_ms:.3f} | {' + '.join(f'{each:.0f}' for each in r.peak_mb)} |"
        for r in rows
    ]
    lines += [
        "",
        (
            f"At half of what one worker carries, {part['rate']:.0f} articles a second, meetings come "
            f"{part['p50']:.3f} s after their article was written (p50), {part['p99']:.3f} s (p99), of "
            f"{part['timed']} articles. A service is ready {part['start_up']:.1f} s after it was started."
        ),
        "",
        scaling.table(part["gains"]),
    ]
    return "\n".join(lines)


def _bounds(found: dict[str, Any]) -> str:
    lengths = found["lengths"]
    lines = [
        f"| words | {' | '.join(map(str, lengths))} |",
        "|" + "---|" * (1 + len(lengths)),
        f"| CPU ms, read whole | {' | '.join(f'{each:.0f}' for each in lengths.values())} |",
        "",
        (
            f"Of {found['slow']} texts of 200,000 characters that were made to be slow, `{found['slowest'][0]}` "
            f"takes longest: {found['slowest'][1]:.1f} s of CPU."
        ),
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure; print the table, and write page and picture unless it was quick."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer articles, and nothing is written")
    parser.add_argument("--without-kafka", action="store_true", help="reading only")
    parser.add_argument("--share", type=float, default=0.03, help="articles with meetings, from 0 to 1")
    parser.add_argument("--seed", type=int, default=1815)
    parser.add_argument("--archive", type=Path, help="everyday articles, JSON Lines, instead of our own")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    chosen = parser.parse_args()
    compileall.compile_dir(ROOT / "pipeline", quiet=2)  # as pip leaves a package that it installs
    before = os.getloadavg()[0]
    slow = dict(list(SLOW_TEXTS.items())[:: 8 if chosen.quick else 1])
    found: dict[str, Any] = {
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "share": chosen.share,
        "seed": chosen.seed,
        "reading": reading.table(300 if chosen.quick else 2000, chosen.share, chosen.seed, chosen.archive),
        "lengths": reading.lengths(),
        "slow": len(slow),
        "slowest": reading.slowest(slow),
    }
    if not chosen.without_kafka:
        found["kafka"] = through_kafka(scaling.ARTICLES // (4 if chosen.quick else 1), chosen)
    found["load"] = (before, os.getloadavg()[0])
    text = table(found)
    print(text)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1, default=asdict) + "\n", encoding="utf-8")
    if not (chosen.quick or chosen.without_kafka):
        fill(PAGE, "bench", text)
        draw(found, PICTURE)


if __name__ == "__main__":
    main()
