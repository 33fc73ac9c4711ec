"""`readout replay` with a reader that takes no time, so that a run can be killed many times in a test.

Run it with: python tests/replay/stubbed.py ARCHIVE OUT [HOST:PORT MEETINGS DEAD_LETTERS]. An archive that begins
with `topic:` is a topic.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from stub import READ_AT, StubReader

from pipeline.cli.replay import replay
from pipeline.cli.replaying import Plan
from pipeline.cli.stretch import Stretch
from pipeline.errors import Halt
from pipeline.settings import load


def main(archive: str, out: str, *kafka: str) -> int:
    """Replay `archive` into `out`, or into topics."""
    flags: dict[str, object] = {"batch": {"max_records": 8}, "refusals": {"share": 1.0}}
    if kafka:
        flags["kafka"] = {"bootstrap_servers": kafka[0]}
        flags["topics"] = {"meetings": kafka[1], "dead_letters": kafka[2]}
    topic = archive.removeprefix("topic:")
    stretch = Stretch(topic) if topic != archive else None
    plan = Plan([] if stretch else [archive], extracted_at=READ_AT, stretch=stretch)
    into = None if out == "-" else Path(out)
    return replay(plan, load(flags=flags).settings, into, reader=StubReader())


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Halt as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
