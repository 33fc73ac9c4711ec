"""What an operator may set, where each setting came from, and what is refused before anything starts."""

from pipeline.settings.load import Loaded, load
from pipeline.settings.model import Delivery, KafkaSettings, SecuritySettings, Settings

__all__ = ["Delivery", "KafkaSettings", "Loaded", "SecuritySettings", "Settings", "load"]
