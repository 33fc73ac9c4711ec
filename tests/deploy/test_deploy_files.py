"""The files that deploy Readout are what the tools they are for understand, and agree with each other."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from docs.documents import ROOT
from jsonschema import Draft202012Validator

from pipeline.settings import load

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
SCHEMAS = Path(__file__).parent / "schemas"
TOOLS = Path(sys.executable).parent
# What Kubernetes itself knows; the rest has schemas here.
BUILT_IN = {"Deployment", "Service", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy"}


def resources() -> dict[tuple[str, str], Any]:
    """Every resource by the name of its file and its kind."""
    files = sorted(KUBERNETES.glob("*.yaml"))
    loaded = [(file.name, each) for file in files for each in yaml.safe_load_all(file.read_text("utf-8"))]
    return {(name, each["kind"]): each for name, each in loaded}


RESOURCES = resources()
DEPLOYMENT = RESOURCES["deployment.yaml", "Deployment"]
POD = DEPLOYMENT["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def tool(*arguments: str | Path) -> None:
    """Run a tool of the tests' environment, which must be content."""
    name, *others = map(str, arguments)
    done = subprocess.run([TOOLS / name, *others], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dockerfile_is_clean() -> None:
    """Hadolint finds no fault with the Dockerfile."""
    tool("hadolint", DEPLOY / "Dockerfile")


def test_the_compose_file_is_one() -> None:
    """The compose file is valid by the schema of the Compose specification."""
    tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


@pytest.mark.parametrize("name", sorted({file for file, kind in RESOURCES if kind in BUILT_IN}))
def test_a_resource_is_one_of_kubernetes(name: str) -> None:
    """Kubernetes' own schemas know every field of its resources."""
    tool("kubernetes-validate", "--strict", KUBERNETES / name)


@pytest.mark.parametrize(("name", "kind"), sorted(RESOURCES))
def test_no_resource_is_unchecked(name: str, kind: str) -> None:
    """What Kubernetes does not know itself is valid by a schema of what is used of it."""
    if kind not in BUILT_IN:
        schema = json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(RESOURCES[name, kind])


def test_the_base_takes_every_file() -> None:
    """Kustomize is given every resource of the folder, and no other."""
    base = RESOURCES["kustomization.yaml", "Kustomization"]
    assert sorted(base["resources"]) == sorted({file for file, kind in RESOURCES if kind != "Kustomization"})
    assert all((KUBERNETES / file).exists() for each in base["configMapGenerator"] for file in each["files"])


def test_everything_means_the_same_pods() -> None:
    """Deployment, service, budget, network policy and monitor choose the pods by the same labels."""
    labels = DEPLOYMENT["spec"]["template"]["metadata"]["labels"]
    chosen = [
        DEPLOYMENT["spec"]["selector"]["matchLabels"],
        RESOURCES["service.yaml", "Service"]["spec"]["selector"],
        RESOURCES["poddisruptionbudget.yaml", "PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        RESOURCES["networkpolicy.yaml", "NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    ]
    assert chosen == [labels] * 4
    monitor = RESOURCES["servicemonitor.yaml", "ServiceMonitor"]["spec"]["selector"]["matchLabels"]
    assert RESOURCES["service.yaml", "Service"]["metadata"]["labels"] == monitor


def test_the_autoscaler_watches_what_is_read(mounted: Path) -> None:
    """KEDA asks the brokers, group and topic of the settings that the pods get."""
    settings = load(mounted, {"kafka": {"security": {"username": "somebody"}}}).settings
    (trigger,) = RESOURCES["scaledobject.yaml", "ScaledObject"]["spec"]["triggers"]
    asked = trigger["metadata"]
    assert asked["bootstrapServers"] == ",".join(settings.kafka.bootstrap_servers)
    assert (asked["consumerGroup"], [asked["topic"]]) == (
        settings.kafka.group_id,
        list(settings.topics.articles),
    )


def test_the_pods_hold_no_rights() -> None:
    """A pod runs as nobody, writes nothing to its image, and has no token of the cluster."""
    assert POD["securityContext"]["runAsNonRoot"]
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not POD["automountServiceAccountToken"]


def test_secrets_stand_in_no_file() -> None:
    """The user's name and password come from a secret, by reference."""
    settings = (KUBERNETES / "readout.toml").read_text("utf-8")
    assert "password =" not in settings
    assert not [each for each in CONTAINER["env"] if "USERNAME" in each["name"] and "value" in each]


def test_everybody_waits_for_the_batch() -> None:
    """Kubernetes, compose and systemd give a service the time that its longest batch and its leaving take."""
    settings = load().settings
    timeouts = settings.kafka.timeouts
    needed = settings.batch.process_seconds + timeouts.commit_seconds + 2 * timeouts.close_seconds
    unit = (DEPLOY / "systemd" / "readout.service").read_text("utf-8")
    (stopping,) = [line for line in unit.splitlines() if line.startswith("TimeoutStopSec=")]
    assert POD["terminationGracePeriodSeconds"] > needed
    assert int(COMPOSE["services"]["readout"]["stop_grace_period"].removesuffix("s")) > needed
    assert int(stopping.partition("=")[2]) > needed


def test_the_broker_of_the_compose_file_is_that_of_the_tests() -> None:
    """What the tests run on is what the compose file starts."""
    pom = ET.parse(DEPLOY / "kafka" / "pom.xml")  # noqa: S314  our own file
    version = pom.findtext(".//{*}dependency[{*}artifactId='kafka_2.13']/{*}version")
    assert COMPOSE["services"]["kafka"]["image"] == f"apache/kafka:{version}"


def test_the_unit_is_one(tmp_path: Path) -> None:
    """systemd-analyze finds no fault with the unit, once its program is where the tests have it."""
    unit = (DEPLOY / "systemd" / "readout.service").read_text("utf-8")
    copy = tmp_path / "readout.service"
    copy.write_text(unit.replace("/opt/readout/bin/readout", str(TOOLS / "readout")), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_is_shut_in(tmp_path: Path) -> None:
    """systemd-analyze finds the exposure of the unit under 2 of 10."""
    copy = tmp_path / "readout.service"
    copy.write_bytes((DEPLOY / "systemd" / "readout.service").read_bytes())
    subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", copy],
        check=True,
        capture_output=True,
    )
