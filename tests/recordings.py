"""What was found once, recorded in a file beside a test, and held against what is found now."""

import json
import os
from pathlib import Path
from typing import Any


def is_recorded(path: Path, found: Any) -> bool:
    """Whether this is what stands in a file; ``TOCSIN_RECORD=1`` writes it there, for a change that is meant."""
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("TOCSIN_RECORD"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return bool(json.loads(path.read_text(encoding="utf-8")) == json.loads(text))
