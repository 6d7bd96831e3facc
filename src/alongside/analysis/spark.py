"""Sessions of Spark (the extra `spark`, and Java 17 or newer): what the library asks of them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from alongside.analysis.events.unfit import Unfit


def local_session(cores: int = 2, memory: str = "2g", **settings: str) -> Any:
    """A session on this machine alone: nothing listens beyond it and no web page is opened.

    `memory`: of the Java process, in which the work is done. `settings`: Spark's own, with `__` for each dot. The
    session that already runs in this process is given back as it is, as Spark has only one. Raises `Unfit` where
    Spark or Java is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Unfit("Spark is not installed here.", "Run make spark, or: pip install 'alongside[spark]'.") from None
    if not (os.environ.get("JAVA_HOME") or which("java")):
        raise Unfit("Spark needs Java, and there is none here.", "Install Java 17 or newer.")

    chosen = {
        "spark.driver.memory": memory,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        # Two hundred, Spark's own number, is for a cluster.
        "spark.sql.shuffle.partitions": str(2 * cores),
    } | {name.replace("__", "."): value for name, value in settings.items()}
    builder = SparkSession.builder.master(f"local[{cores}]").appName("alongside")
    for name, value in chosen.items():
        builder = builder.config(name, value)
    return same_python(builder.getOrCreate())


def same_python(session: Any) -> Any:
    """In local mode Spark starts its Python workers with this process's Python, and they find the library where it is.

    On a cluster, and where PYSPARK_PYTHON says otherwise, the choice is the cluster's.
    """
    context = session.sparkContext
    if context.master.startswith("local") and "PYSPARK_PYTHON" not in os.environ:
        context.pythonExec = sys.executable
        context.environment.setdefault("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    return session


@contextmanager
def short_planning(session: Any) -> Iterator[None]:
    """For the time of a job Spark does not derive further conditions from those of long case expressions.

    From the comparisons of a linkage it derives so many that planning takes minutes, and none of them is of use.
    """
    name = "spark.sql.constraintPropagation.enabled"
    before = session.conf.get(name)
    session.conf.set(name, "false")
    try:
        yield
    finally:
        session.conf.set(name, before)
