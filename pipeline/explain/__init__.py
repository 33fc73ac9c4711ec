"""Why a record says what it says: the words it rests on, the rules that read them, what was known before."""

from pipeline.explain.model import Explanation, Field, Item, Mark, Part, Reason, Record

__all__ = ["Explanation", "Field", "Item", "Mark", "Part", "Reason", "Record"]
