"""The service tells a collector of its batches, over HTTP as OpenTelemetry says."""

import gzip
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from docs.documents import program
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from support.farend import records
from support.stand import deployment, process

from pipeline.cli.exits import Exit

FIRST = Path(__file__).resolve().parents[2] / "pipeline" / "demo" / "feed" / "first-article.txt"
SECONDS = 60.0


@contextmanager
def collector() -> Iterator[tuple[str, queue.Queue[ExportTraceServiceRequest]]]:
    """The address of a collector, and what it was told."""
    told: queue.Queue[ExportTraceServiceRequest] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            plain = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            told.put(ExportTraceServiceRequest.FromString(plain))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", told
    finally:
        server.shutdown()
        server.server_close()


def test_the_service_tells_a_collector(bootstrap: str) -> None:
    """A batch that passed the broker comes to the collector, in the trace that its records carry."""
    with deployment(bootstrap) as made, collector() as (address, told):
        traced = ["--metrics-port", "0", "--set", f"traces.endpoint={address}", *made.options]
        with process(program(["run", *traced])):
            command = ["kcat", "-P", "-b", bootstrap, "-t", made.articles, str(FIRST)]
            subprocess.run(command, check=True, capture_output=True)
            meeting = records(bootstrap, f"{made.name}-meetings", 1, SECONDS)[0]
            request = told.get(timeout=SECONDS)
    (resource,) = request.resource_spans
    names = {attribute.key: attribute.value.string_value for attribute in resource.resource.attributes}
    spans = {span.name: span for scope in resource.scope_spans for span in scope.spans}
    assert names["service.name"] == "readout"
    assert {"process batch", "intake", "extract", "dispatch", "publish"} <= set(spans)
    assert (
        dict(meeting.headers)["traceparent"].decode().split("-")[1] == spans["process batch"].trace_id.hex()
    )


def test_an_address_that_is_none_is_a_fault_of_the_settings() -> None:
    """An endpoint that is no http address is refused before anything starts."""
    command = program(["run", "--set", "traces.endpoint=localhost:4318"])
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.USAGE
    assert "traces.endpoint" in done.stderr
