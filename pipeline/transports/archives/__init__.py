"""Archives of articles, told by content: what is packed is unpacked, and every format gives JSON objects."""

from pipeline.transports.archives.containers import BREAKS_OFF, Found, Options, records

__all__ = ["BREAKS_OFF", "Found", "Options", "records"]
