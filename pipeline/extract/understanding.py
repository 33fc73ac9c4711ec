"""What a reading rests on, in one digest; told without loading any of it."""

import hashlib
from importlib.resources import as_file, files


def understanding(model: str | None) -> str:
    """SHA-256, in hex, of all that decides how a text is understood: code, vocabulary and model."""
    digest = hashlib.sha256((model or "").encode())
    folder = files("pipeline.extract")
    with as_file(folder) as root:
        for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
