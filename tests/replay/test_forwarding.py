"""Articles can be put where services read them, instead of being read."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from docs.documents import program
from replay.test_resume import archive
from support.farend import records


def test_articles_are_passed_on_once(bootstrap: str, new_topic: Callable[..., str], tmp_path: Path) -> None:
    """Articles come as they were, keyed by id; refusals are dead letters; a second start adds nothing."""
    articles, meetings, letters = new_topic(), new_topic(), new_topic()
    topics = {"articles": articles, "meetings": meetings, "dead_letters": letters}
    chosen = [word for name, topic in topics.items() for word in ("--set", f"topics.{name}={topic}")]
    command = program(
        [
            *("replay", str(archive(tmp_path / "in", 40)), "--articles", *chosen),
            *("--set", f"kafka.bootstrap_servers={bootstrap}"),
        ]
    )
    once, again = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)]
    lines = [line for file in sorted((tmp_path / "in").iterdir()) for line in file.read_bytes().splitlines()]
    found = records(bootstrap, articles, 36)
    assert [each.value for each in found] == [
        line for line in lines if b'"good-' in line and b"fr" not in line and b'""' not in line
    ]
    assert all(each.key in each.value for each in found)
    assert {each.value for each in records(bootstrap, letters, 2)} == {b"{broken", b"[1]"}
    assert once == again
