"""`mlcomp mcp`: its tools through the SDK's own client, which checks answers by their schemas."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest

from conftest import run
from mlcomp.answers.question import COMMANDS, answer
from mlcomp.errors import MlcompError
from test_answers import MID, QUESTIONS, REFUSED

pytest.importorskip("mcp")

import anyio
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, Tool

from mlcomp.cli.serving import server

ALL = ("estimate", "offer", "compare", "levers", "places", "bands", "take_home", "factors")


def call(tool: str, inputs: dict[str, Any]) -> CallToolResult:
    """Call a tool in memory; the client refuses an answer that is not as its output schema."""

    async def ask() -> CallToolResult:
        async with Client(server()) as client:
            return await client.call_tool(tool, inputs)

    return anyio.run(ask)


def texts(result: CallToolResult) -> list[str]:
    return [part.text for part in result.content if part.type == "text"]


@pytest.fixture(scope="module")
def tools() -> dict[str, Tool]:
    """The tools by name, as a client lists them."""

    async def ask() -> dict[str, Tool]:
        async with Client(server()) as client:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

    return anyio.run(ask)


def test_the_tools_are_read_only_and_described(tools: dict[str, Tool]) -> None:
    """Eight tools; each input has a description, each output the schema of its document."""
    assert tuple(tools) == ALL
    for name, tool in tools.items():
        command = name.replace("_", "-")
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.output_schema == run("schema", command).json
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        inputs = tool.input_schema["properties"]
        assert set(inputs) == {*COMMANDS[command].names, "book"}
        assert all(each["description"] for each in inputs.values())
        assert inputs["book"]["enum"] == ["guide", "market"]


@pytest.mark.parametrize(("command", "inputs"), QUESTIONS, ids=lambda part: str(part)[:40])
def test_an_answer_is_the_commands(
    command: str, inputs: dict[str, Any], tools: dict[str, Tool]
) -> None:
    """Inputs fit their schema; the document is the command's; its text has both opinions."""
    tool = command.replace("-", "_")
    asked = {name: value for name, value in inputs.items() if name != "no_market"}
    given = {name: value for name, value in asked.items() if value is not None}
    jsonschema.validate(given, tools[tool].input_schema)
    result = call(tool, asked)
    text, document = texts(result)
    assert not result.is_error
    assert result.structured_content == answer(command, asked).document() == json.loads(document)
    assert text.endswith(".")
    # A stated pay is no opinion.
    assert "pay" in inputs or ("guide-2026" in text and "market-2026" in text)


@pytest.mark.parametrize(("command", "inputs"), REFUSED, ids=lambda part: str(part)[:40])
def test_an_error_is_the_commands(command: str, inputs: dict[str, Any]) -> None:
    """What is wrong is an error's text, in the command's words."""
    with pytest.raises(MlcompError) as refused:
        answer(command, inputs)
    result = call(command.replace("-", "_"), inputs)
    assert result.is_error
    assert texts(result) == [str(refused.value)]
    assert result.structured_content is None


def test_the_verdict_is_ready_to_quote() -> None:
    """An offer's text is its verdict, word for word."""
    result = call("offer", {**MID, "base": "210k"})
    assert texts(result)[0].splitlines() == result.structured_content["verdict"]["text"]


def test_neither_opinion_can_be_left_out() -> None:
    """`no_market` is no input; where the market alone is asked, the guide's figures follow."""
    refused = call("estimate", {**MID, "no_market": True})
    assert refused.is_error
    assert "no_market: expected a known key" in texts(refused)[0]
    both = texts(call("estimate", MID))[0]
    market, guide = texts(call("estimate", {**MID, "book": "market"}))[0].splitlines()
    opinions = (
        "by guide-2026 base is typically 261,000",
        "by market-2026 base is typically 194,000",
    )
    assert all(opinion in both for opinion in opinions)
    assert opinions[0] in guide
    assert opinions[1] in market


def test_what_the_other_book_cannot_say() -> None:
    """What only one book has is answered, and the other's refusal is said."""
    result = call("estimate", {**MID, "tier": "public tech", "book": "market"})
    assert not result.is_error
    assert "The guide does not say: tier: 'public tech' is not known" in texts(result)[0]
    said = texts(call("factors", {"dimension": "progression"}))[0]
    assert said.endswith("market-2026 has no options of that kind.")


def test_no_file_is_a_book() -> None:
    """A path is refused as a name that is not known."""
    (text,) = texts(call("estimate", {**MID, "book": __file__}))
    assert text == f"'{__file__}': no such rule book; shipped: guide or market"


def test_an_unknown_tool_is_refused_by_the_protocol() -> None:
    """The nearest tool is named."""

    async def ask() -> None:
        async with Client(server()) as client:
            with pytest.raises(MCPError, match="'estmate' is not known; did you mean estimate"):
                await client.call_tool("estmate", {})

    anyio.run(ask)


@pytest.mark.parametrize("tool", ALL)
def test_data_of_any_kind_is_answered_or_refused(tool: str, tools: dict[str, Tool]) -> None:
    """Whatever an input holds, there is a result, and no fault of mlcomp's own."""
    values: list[Any] = [[], {}, [[1]], {"a": {"b": None}}, [{"a": []}], -1, 1e308, "\x00", True]

    async def ask() -> list[str]:
        async with Client(server()) as client:
            return [
                f"{name} {value}: {text}"
                for name in tools[tool].input_schema["properties"]
                for value in values
                for text in texts(await client.call_tool(tool, {**base, name: value}))
                if "a fault in mlcomp" in text
            ]

    base = {name: MID[name] for name in MID if name in tools[tool].input_schema["properties"]}
    assert anyio.run(ask) == []


def test_over_standard_input_and_output() -> None:
    """A client starts the command, lists, asks, and ends it by closing its input."""

    async def ask() -> tuple[int, CallToolResult]:
        command = StdioServerParameters(command=sys.executable, args=["-m", "mlcomp", "mcp"])
        async with Client(stdio_client(command)) as client:
            return len((await client.list_tools()).tools), await client.call_tool("estimate", MID)

    number, result = anyio.run(ask)
    assert number == len(ALL)
    assert result.structured_content["base"]["typical"] == 261_333


def test_closed_input_ends_it_without_a_word() -> None:
    """Where nobody asks anything, nothing is printed, and it ends well."""
    command = [sys.executable, "-m", "mlcomp", "mcp"]
    ended = subprocess.run(command, input="", capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("", "")


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is named with the extra that brings it, as bad usage."""
    monkeypatch.delitem(sys.modules, "mlcomp.cli.serving")
    monkeypatch.setitem(sys.modules, "mcp", None)
    for name in [each for each in sys.modules if each.startswith("mcp.")]:
        monkeypatch.delitem(sys.modules, name)
    done = run("mcp")
    assert (done.code, done.out) == (2, "")
    assert done.err == "mlcomp: this needs mcp: pip install 'mlcomp-pay[mcp]'\n"
