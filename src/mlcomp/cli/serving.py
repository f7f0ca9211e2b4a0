"""The Model Context Protocol over standard input and output, by its official SDK."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from mcp import types
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from mlcomp import __version__
from mlcomp.cli.tools import ORDER, called, tools
from mlcomp.errors import MlcompError
from mlcomp.text import nearest, unknown

if TYPE_CHECKING:
    from typing import Any

    from mcp.server import ServerRequestContext

INSTRUCTIONS = (
    "Pay of machine-learning engineers in the United States, by two opinions: a published guide "
    "(guide-2026) and a book measured on open pay data (market-2026). Show both, say which is "
    "which, and prefer the measured one for judgements. The first text of an answer can be quoted."
)


def server() -> Server[Any]:
    """Return a server of the tools; it opens no file, and answers alike however often asked."""
    return Server(
        "mlcomp",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=_list_tools,
        on_call_tool=_call_tool,
    )


def serve() -> None:
    """Serve one client over standard input and output, until it closes the input."""
    asyncio.run(_serve())


async def _serve() -> None:
    one = server()
    async with stdio_server() as (incoming, outgoing):
        await one.run(incoming, outgoing, one.create_initialization_options())


async def _list_tools(
    _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
) -> types.ListToolsResult:
    hints = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return types.ListToolsResult(
        tools=[
            types.Tool(
                name=tool.name,
                description=tool.description,
                input_schema=tool.inputs,
                output_schema=tool.output,
                annotations=hints,
            )
            for tool in tools()
        ]
    )


async def _call_tool(
    _: ServerRequestContext[Any], params: types.CallToolRequestParams
) -> types.CallToolResult:
    if params.name not in ORDER:
        fault = unknown("tool", params.name, ORDER, nearest(params.name, ORDER))
        raise MCPError(types.INVALID_PARAMS, str(fault))
    try:
        text, document = called(params.name, params.arguments or {})
    except MlcompError as error:
        return _refusal(str(error))
    except Exception as error:
        # The SDK would print its traceback.
        return _refusal(f"a fault in mlcomp itself ({type(error).__name__}: {error})")
    # Clients that do not read structured content find it as the second text.
    content = _texts(text, json.dumps(document))
    return types.CallToolResult(content=content, structured_content=document)


def _refusal(text: str) -> types.CallToolResult:
    return types.CallToolResult(content=_texts(text), is_error=True)


def _texts(*texts: str) -> list[types.ContentBlock]:
    return [types.TextContent(type="text", text=text) for text in texts]
