"""The session of Spark that a roster is priced in: the user's own, or a quiet one of ours."""

from __future__ import annotations

import logging
import os
import signal
import tempfile
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyspark.conf import SparkConf
from pyspark.core.context import SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from mlcomp.errors import RosterError
from mlcomp.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

# What says that Spark runs elsewhere already, or is started by somebody else.
_STARTED = (
    "PYSPARK_GATEWAY_PORT",
    "SPARK_REMOTE",
    "SPARK_CONNECT_MODE_ENABLED",
    "SPARK_API_MODE",
)
# Pricing is minutes at most: what runs a few thousand times is not worth compiling well, and
# what Spark writes for a row is longer than Java compiles by itself.
_JAVA = (
    "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 "
    "-XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000 "
    "-XX:-DontCompileHugeMethods -XX:+UseParallelGC"
)
SETTINGS = {
    "spark.app.name": "mlcomp",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # Nothing is joined but what is broadcast: there is nothing to plan again.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    # Nearly every row has figures of its own: looking them up in a longer list of those seen
    # takes longer than writing them out.
    "spark.hadoop.parquet.dictionary.page.size": "65536",
}


def session_of() -> SparkSession:
    """Return the session that is there, its settings as they are, or start one.

    One that is started has `SETTINGS` where `spark-defaults.conf` says nothing, and neither it
    nor what talks to it writes to standard error.

    Raises:
        RosterError: it cannot be started.
    """
    if SparkContext._gateway or any(name in os.environ for name in _STARTED):
        return SparkSession.builder.getOrCreate()
    with _undisturbed():
        return _started()


def _started() -> SparkSession:
    options = SparkConf(loadDefaults=False).set("spark.driver.defaultJavaOptions", _JAVA)
    with tempfile.TemporaryFile() as said:
        try:
            gateway = launch_gateway(options, {"stderr": said})
        except PySparkException:
            said.seek(0)
            first = next(iter(said.read().decode("utf-8", "replace").splitlines()), "no word")
            why = f"spark: expected a Java of 17 or newer to start: {one_line(first)}"
            raise RosterError(why) from None
    # Of an interrupt it would say where it was.
    logging.getLogger().addHandler(logging.NullHandler())
    SparkContext._ensure_initialized(gateway=gateway)
    # Only now does it know what `spark-defaults.conf` says.
    settings = SparkConf()
    for name, value in SETTINGS.items():
        settings.setIfMissing(name, value)
    return SparkSession.builder.config(conf=settings).getOrCreate()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a first signal wait until Spark is there: a Java that is half started would stay.

    Signals then do what they did before; Spark's own way with Ctrl-C would ask it something
    while it waits for its answer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if os.name == "posix" else []))
    before = {number: signal.getsignal(number) for number in numbers}
    waiting: list[int] = []

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def wait(number: int, _frame: object) -> None:
        if waiting:
            restore()
            signal.raise_signal(number)
        waiting.append(number)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, wait)
    try:
        yield
    finally:
        restore()
        for each in waiting:
            signal.raise_signal(each)
