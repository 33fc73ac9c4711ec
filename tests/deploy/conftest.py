"""What the tests of the deployment share."""

from pathlib import Path

import pytest
from docs.documents import ROOT


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    """The settings for Kubernetes, with secrets where the test may put them."""
    settings = (ROOT / "deploy" / "kubernetes" / "readout.toml").read_text("utf-8")
    for name in ("password", "ca.crt"):
        (tmp_path / name).write_text("a secret")
    file = tmp_path / "readout.toml"
    file.write_text(settings.replace("/run/secrets/readout", str(tmp_path)), encoding="utf-8")
    return file
