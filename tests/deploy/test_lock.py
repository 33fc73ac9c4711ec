"""The lock file pins what the package asks for, whole and by hash."""

import re
import tomllib
from importlib.metadata import distributions, requires
from pathlib import Path

import pytest
from docs.documents import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = [ROOT / "deploy" / name for name in ("requirements.lock", "build.lock")]
PIN = re.compile(r"(?m)^([a-z0-9-]+)(?:\[.*\])?==(\S+)([^\n]*)\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)*)")


def pins(name: str) -> dict[str, list[str]]:
    """The versions of each package in a lock file; a Python before 3.12 may need another than one after."""
    found: dict[str, list[str]] = {}
    for package, pinned, *_ in PIN.findall((ROOT / "deploy" / name).read_text("utf-8")):
        found.setdefault(package, []).append(pinned)
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_hashes(lock: Path) -> None:
    """No line of a lock file is without a hash, and none names where it is to be fetched."""
    text = lock.read_text("utf-8")
    assert PIN.sub("", text) == ""
    assert all(hashes for *_, hashes in PIN.findall(text))
    assert "://" not in text


def test_the_lock_satisfies_the_package() -> None:
    """Each dependency in pyproject.toml, those of the traces that the image has too, is pinned to what it allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = pins("requirements.lock")
    for requirement in map(
        Requirement, [*project["dependencies"], *project["optional-dependencies"]["traces"]]
    ):
        versions = pinned[canonicalize_name(requirement.name)]
        assert all(each in requirement.specifier for each in versions), requirement


def test_the_lock_is_complete() -> None:
    """What the pinned packages need on this machine is pinned too."""
    pinned = pins("requirements.lock")
    needed = {
        canonicalize_name(requirement.name)
        for name in pinned.keys() & {canonicalize_name(each.name) for each in distributions()}
        for requirement in map(Requirement, requires(name) or ())
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    }
    assert needed - pinned.keys() == set()
