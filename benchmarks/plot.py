"""The figures of a run as a picture."""

from pathlib import Path
from typing import Any


def draw(found: dict[str, Any], picture: Path) -> None:
    """Throughput, and cost against length, side by side; takes the extra `pictures`."""
    import matplotlib as mpl  # noqa: PLC0415 - only who draws need have it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - as above

    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    rows = [(row.name, row.milliseconds) for row in found["reading"]["rows"]]
    left.barh([name for name, _ in rows], [each for _, each in rows], color="#2c6e9b")
    left.set_xscale("log")
    left.set_xlim(left=0.1)
    left.invert_yaxis()
    left.set_xlabel("CPU ms an article")
    lengths = found["lengths"]
    right.plot(list(lengths), list(lengths.values()), marker="o", color="#b4552d")
    right.set_xlabel("words")
    right.set_ylabel("CPU ms, read whole")
    figure.savefig(picture, dpi=110)
