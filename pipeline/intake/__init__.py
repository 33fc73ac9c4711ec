"""Bytes become an article, or are passed over, or are refused."""

from pipeline.intake.intake import Intake
from pipeline.intake.limits import Limits

__all__ = ["Intake", "Limits"]
