"""What a terminal shows, kept as a picture: SVG, or a page of HTML. Imports Rich."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console

from mlcomp.render.tables.terminal import Screen

if TYPE_CHECKING:
    from mlcomp.render.renderers import PictureFormat

# Rich's own formats load a font from elsewhere, or say nothing of what they are.
_SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>mlcomp</title>
<style>
.{unique_id}-matrix {{
  font: {char_height}px/{line_height}px "DejaVu Sans Mono", Menlo, Consolas, monospace;
  white-space: pre;
}}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{width}" height="{height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
_HTML = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>mlcomp</title>
<style>
{stylesheet}
body {{ color: {foreground}; background: {background}; }}
pre {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
</style>
</head>
<body>
<pre>{code}</pre>
</body>
</html>
"""


class Recorder(Screen):
    """A screen that keeps what it is given, as wide as the terminal, and shows nothing."""

    def __init__(self) -> None:
        super().__init__()
        width = self.console.width
        self.console = Console(
            record=True,
            file=StringIO(),
            width=width,
            force_terminal=True,
            color_system="truecolor",
            no_color=False,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def picture(self, kind: PictureFormat) -> str:
        """Return all that was kept, as wide as its longest line."""
        lines = self.console.export_text(clear=False).splitlines()
        self.console.width = max((cell_len(line.rstrip()) for line in lines), default=0) + 1
        if kind == "svg":
            return self.console.export_svg(title="mlcomp", code_format=_SVG)
        return self.console.export_html(inline_styles=True, code_format=_HTML)
