"""What every document has: it knows its keys, and describes them in its schema."""

from __future__ import annotations

from pydantic import ConfigDict, with_config

strict = with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))
