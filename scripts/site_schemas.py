"""The reference's pages of JSON Schemas; see scripts/build_site.py."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlcomp.documents.registry import DOCUMENTS, json_schema
from site_commands import cell

if TYPE_CHECKING:
    from collections.abc import Iterator


def schema_files() -> dict[str, str]:
    """Return each JSON Schema as the text of a file, by the file's name."""
    return {f"{name}.json": json.dumps(json_schema(name), indent=2) + "\n" for name in DOCUMENTS}


def schemas_page() -> str:
    """Return every document with its keys."""
    lines = [
        "# JSON Schemas",
        "",
        (
            "What `--json` prints, key by key. `mlcomp schema RESULT` prints the schema (2020-12), "
            "which is linked beside each. What may change is in the [changelog](../changelog.md)."
        ),
    ]
    for name in DOCUMENTS:
        if name == "book":
            continue
        schema = json_schema(name)
        lines += ["", f"## {name}", "", f"[{name}.json](schemas/{name}.json)"]
        lines += tables(schema, "Document")
    return "\n".join(lines) + "\n"


def tables(schema: dict[str, Any], title: str) -> Iterator[str]:
    """Return a table of a schema's keys, and one for each record that it refers to."""
    records = {title: schema, **schema.get("$defs", {})}
    for name, record in records.items():
        # A part of a book has the keys of the whole, and drop.
        if record.get("properties") and not name.startswith("PartOf"):
            yield from ("", f"**{name}**", "")
            if record is not schema and (about := record.get("description")):
                yield from (cell(about), "")
            yield from ("| key | type | |", "|---|---|---|")
            needed = record.get("required", ())
            for key, value in record["properties"].items():
                notes = [value.get("description", ""), "" if key in needed else "Optional."]
                yield f"| `{key}` | {cell(type_of(value))} | {cell(' '.join(notes))} |"


def type_of(value: dict[str, Any]) -> str:
    """Return the type of a key in words."""
    if "$ref" in value:
        return str(value["$ref"].rpartition("/")[2])
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return ", ".join(f"`{json.dumps(each)}`" for each in value["enum"])
    for choice in ("anyOf", "oneOf"):
        if choice in value:
            return " or ".join(dict.fromkeys(map(type_of, value[choice])))
    if value.get("type") == "array":
        if parts := value.get("prefixItems"):
            return f"list of {', '.join(map(type_of, parts))}"
        return f"list of {type_of(value.get('items') or {})}"
    if value.get("type") == "object" and isinstance(value.get("additionalProperties"), dict):
        return f"table of {type_of(value['additionalProperties'])}"
    return str(value.get("type", "any"))
