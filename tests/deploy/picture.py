"""Draws docs/pictures/dashboard.png from a deployment that runs here for some minutes: `make picture`.

Everything is real: broker, services, feed, Prometheus.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "deploy" / "kafka")]

import broker  # noqa: E402  it lives with the deployment, and is no package
from support.stand import watched  # noqa: E402  the path to it is set above


def main() -> None:
    """Run, wait, draw."""
    parser = argparse.ArgumentParser(description="Draw the dashboard from a run of some minutes.")
    parser.add_argument("--minutes", type=float, default=6.0, help="how long to run")
    parser.add_argument("--services", type=int, default=2, help="how many processes")
    parser.add_argument("--seconds", type=float, default=0.1, help="between two messages of the feed")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures" / "dashboard.png")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        broker.running() as cluster,
        watched(cluster.bootstrap, Path(folder), arguments.services, arguments.seconds) as prometheus,
    ):
        time.sleep(60 * arguments.minutes)
        draw = [sys.executable, str(ROOT / "deploy" / "grafana" / "draw.py")]
        options = ["--prometheus", prometheus.address, "--minutes", str(arguments.minutes)]
        subprocess.run([*draw, *options, "--out", str(arguments.out)], check=True)


if __name__ == "__main__":
    main()
