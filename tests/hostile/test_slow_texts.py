"""Texts that were made to be slow are read within the documented limit."""

from collections.abc import Iterator

import pytest
from hostile.slow_texts import SLOW_TEXTS
from stub import deliveries, payload

from pipeline.cli.line import Pipeline
from pipeline.records import Rejected
from pipeline.settings import Settings
from schemas.deadletter import Reason


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    """The line with the settings as they are when nobody changes them: `workers.text_seconds` for each text."""
    with Pipeline(Settings()) as made:
        made.await_ready()
        yield made


@pytest.mark.parametrize("name", SLOW_TEXTS)
def test_a_text_that_was_made_to_be_slow_is_read_in_time(pipeline: Pipeline, name: str) -> None:
    """It is read, or refused for what it is, and never for the time that it takes nor for a crash."""
    (result,), _ = pipeline.read(deliveries(payload(text=SLOW_TEXTS[name], language="en")))
    outcome = result.outcome
    assert not (isinstance(outcome, Rejected) and outcome.reason in {Reason.TIMEOUT, Reason.CRASH}), outcome
