"""A confidence means what it says."""

import math

import numpy as np
import pytest

from pipeline.evaluation.calibration import Claim, calibration_error
from pipeline.extract.components.confidence import probability, signs, weights
from pipeline.extract.extractor import Extractor
from schemas.article import Article
from schemas.meeting import Meeting
from training.confidence import fitted, left_out, log_loss, told


def test_claims_that_come_true_as_often_as_they_say() -> None:
    """Four of five claims of 0.8 being true, there is no error."""
    assert calibration_error([Claim(0.8, true=n < 4) for n in range(5)]) == pytest.approx(0.0)


def test_claims_that_say_too_much() -> None:
    """Claims of 0.9 that never come true are off by 0.9; each bin counts by its size."""
    boasts = [Claim(0.9, true=False)] * 2
    assert calibration_error(boasts) == pytest.approx(0.9)
    assert calibration_error([*boasts, Claim(0.1, true=False), Claim(0.1, true=False)]) == pytest.approx(0.5)


def test_no_claims_no_error() -> None:
    """Nothing said is nothing wrong."""
    assert calibration_error([]) == 0.0


def test_certainty_falls_into_the_last_bin() -> None:
    """A confidence of exactly 1 is counted."""
    assert calibration_error([Claim(1.0, true=False)]) == 1.0


def test_the_weighted_signs_make_a_probability() -> None:
    """The logistic function of what the weights say; a sign without a weight counts for nothing."""
    assert probability({"a": 1.0, "b": 5.0}, {"a": math.log(3)}) == pytest.approx(0.75)


def test_the_fit_finds_what_made_the_data() -> None:
    """Weights that made many outcomes are found again, and a strong penalty draws them to 0."""
    chance = np.random.default_rng(1)
    x = np.column_stack([np.ones(4000), chance.random((4000, 2))])
    made = np.array([-0.5, 2.0, 0.0])
    y = (chance.random(4000) < told(x, made)).astype(float)
    assert fitted(x, y, 0.1) == pytest.approx(made, abs=0.3)
    assert abs(fitted(x, y, 1e6)[1]) < 0.01


def test_left_out_records_are_judged_by_others() -> None:
    """A record does not vote on itself: of two folds with opposite outcomes each is judged by the other."""
    x, y = np.ones((20, 1)), np.repeat([0.0, 1.0], 10)
    p = left_out(x, y, y, 1.0)
    assert p[0] > 0.9
    assert p[-1] < 0.1
    assert log_loss(p, y) > log_loss(np.full(20, 0.5), y)


def test_every_sign_has_its_weight(extractor: Extractor) -> None:
    """The file has a weight for each sign, and for nothing else."""
    doc = extractor.read(Article(text="French President Chirac met German Chancellor Kohl in Bonn."))
    assert signs(doc, doc._.encounters[0]).keys() == weights().keys()


def test_every_record_says_how_sure_it_is(records: tuple[Meeting, ...]) -> None:
    """Confidence is a probability, and not the same for all."""
    confidences = {record.confidence for record in records}
    assert all(0 < each < 1 for each in confidences)
    assert len(confidences) > len(records) / 3
