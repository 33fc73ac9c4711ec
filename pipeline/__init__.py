"""Readout: reads the world's news and states every diplomatic meeting in it."""
