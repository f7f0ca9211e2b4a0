"""At the prompt: what a command lacks is asked for, and the line that says the same is shown.

Never: a question where nobody is, or an answer that is not checked.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any

import typer

from mlcomp.cli.reading import is_missing
from mlcomp.errors import Fault, LackingError, MlcompError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlcomp.cli.reading import Commands

# In the order in which they are asked, each about the option or argument of that name.
QUESTIONS = {
    "query": "Place",
    "base": "Base salary a year",
    "bonus": "Target bonus",
    "equity": "First grant of equity, in all",
    "years": "Years of experience, or a level",
    "city": "City",
    "tier": "Company, or a kind of company",
}
NEEDED = ("query", "base", "years")
ALSO = {"years": "level"}
"""What may be answered instead, in words."""
NOT_GIVEN = {"none", "neither"}
FEW = 9
"""So many choices are shown with a question; of more, Tab offers what goes on."""
_EMPTY = Fault(expected="an answer", found="none", hint="this one is needed")


def asked(
    group: Commands,
    line: Sequence[str],
    run: Callable[[list[str]], object],
    refusal: Exception,
) -> list[str]:
    """Ask for what a command line lacks; return it with the answers, which are checked.

    Args:
        group: mlcomp.
        line: what was typed behind `mlcomp`.
        run: runs such a line.
        refusal: what running it led to, which is raised again where there is nothing to ask.
    """
    answered = list(line) or ["estimate"]
    command = group.commands.get(answered[0])
    if command is None or not _lacks(refusal):
        raise refusal
    ctx: Any = command.make_context(answered[0], answered[1:], resilient_parsing=True)
    open_ = [each for each in command.params if each.name in QUESTIONS and not _given(ctx, each)]
    machine = ctx.params.get("json") or ctx.params.get("output") not in (None, "table")
    if machine or not any(param.name in NEEDED for param in open_):
        raise refusal
    if not line:
        _say("What an ML engineer is paid; mlcomp --help shows what else there is.")
    _say("Enter leaves a question out, Tab completes, Ctrl-C ends.")

    def trial(words: list[str]) -> object:
        return run([*answered, *words])

    for param in sorted(open_, key=lambda each: list(QUESTIONS).index(each.name)):
        answered += _answer(ctx, param, trial)
    words = ["mlcomp", *answered]
    _say(f"\n$ {subprocess.list2cmdline(words) if os.name == 'nt' else shlex.join(words)}\n")
    return answered


def _given(ctx: Any, param: Any) -> bool:
    return any(ctx.params.get(name) for name in (param.name, ALSO.get(param.name)))


def _lacks(refusal: Exception) -> bool:
    """Return whether nothing else is wrong than that something was not given."""
    if isinstance(refusal, LackingError):
        return len(refusal.faults) == 1 or {fault.found for fault in refusal.faults} <= NOT_GIVEN
    return is_missing(refusal)


def _answer(ctx: Any, param: Any, trial: Callable[[list[str]], object]) -> list[str]:
    """Ask one question until it is answered well; return the words for the command line."""
    also = next((each for each in ctx.command.params if each.name == ALSO.get(param.name)), None)
    offering = also or param
    choices = [item.value for item in offering.shell_complete(ctx, "")]
    question = QUESTIONS[param.name] + (", or several with commas" if param.multiple else "")
    if 0 < len(choices) <= FEW:
        question += f" ({', '.join(choices)})"
    while True:
        with _completed_by(lambda begun: offering.shell_complete(ctx, begun)):
            text = typer.prompt(question, "", show_default=False, err=True)
        text = text.strip()
        if not text and param.name not in NEEDED:
            return []
        chosen = also if also and text[:1].isalpha() else param
        words = [chosen.opts[0], text] if chosen.param_type_name == "option" else [text]
        faults = _faults(words, {chosen.name, param.name}, trial) if text else [_EMPTY]
        if not faults:
            return words
        for fault in faults:
            _say(f"mlcomp: {fault}")


def _faults(words: list[str], names: set[str], trial: Callable[[list[str]], object]) -> list[Fault]:
    """Return what is wrong with an answer: what the command itself would say of it."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        try:
            trial(words)
        except (MlcompError, typer.TyperException) as error:
            if _lacks(error):
                return []
            faults = getattr(error, "faults", ())
            about = [fault for fault in faults if fault.field in names or "query" in names]
            if not about:
                raise
            return about
    return []


@contextmanager
def _completed_by(offer: Callable[[str], Sequence[Any]]) -> Iterator[None]:
    """Complete what is typed at a prompt with Tab, where Python can."""
    try:
        import readline
    except ImportError:
        yield
        return
    offered: list[str] = []

    def complete(begun: str, index: int) -> str | None:
        if not index:
            offered[:] = [item.value for item in offer(begun)]
        return offered[index] if index < len(offered) else None

    readline.set_completer_delims("")
    readline.set_completer(complete)
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    yield


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
