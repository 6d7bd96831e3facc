"""One session of Spark for all tests that need it; where it cannot be had, they skip and say why."""

import shutil

import pytest


@pytest.fixture(scope="session")
def spark():
    pytest.importorskip("pyspark", reason="the extra spark is not installed here: make test-spark")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here, which Spark needs")
    from alongside.analysis.spark import local_session

    # Small data: no time is spent on compiling what runs for a second.
    session = local_session(
        2, "1g", spark__sql__codegen__wholeStage="false", spark__driver__extraJavaOptions="-XX:TieredStopAtLevel=1"
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
