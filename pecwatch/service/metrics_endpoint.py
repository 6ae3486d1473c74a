# SPDX-License-Identifier: EUPL-1.2
"""The numbers of `metrics`, for whoever asks the running service on a loopback port (the extra `metrics`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from pecwatch.errors import PecwatchError, UsageError
from pecwatch.logs import place_of
from pecwatch.service.desk import Desk
from pecwatch.service.health import status
from pecwatch.service.metrics import Gauge, gauges

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

log = structlog.get_logger()

UNHEALTHY = (Gauge(name="pecwatch_healthy", text="1 when people are told in time.", samples=((None, 0.0),)),)
"""What is said when the database does not let us look."""


@contextmanager
def serving_metrics(desk: Desk) -> Iterator[None]:
    """Answer Prometheus while the block lasts, where the configuration says so.

    Raises:
        UsageError: The library is missing, or the port is taken.
    """
    place = desk.config.metrics.listen
    if place is None:
        yield
        return
    try:
        # Only whoever has the extra has it.
        from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415
    except ModuleNotFoundError:
        raise UsageError("[metrics] listen: needs prometheus-client: pip install 'pecwatch[metrics]'") from None
    registry = CollectorRegistry()
    registry.register(_Health(desk))
    host, port = place
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise UsageError(f"[metrics] listen: {host}:{port}: {error.strerror}; choose another port") from None
    log.info("metrics", port=port)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Health:
    """Looks anew at each question."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def describe(self) -> "list[GaugeMetricFamily]":
        """Nothing: it must not be asked before anybody asks."""
        return []

    def collect(self) -> "Iterator[GaugeMetricFamily]":
        """Every gauge; where looking fails, that pecwatch is not healthy: a traceback would quote what was seen."""
        try:
            found = gauges(status(self._desk), self._desk.clock())
        except PecwatchError as error:
            log.error("metrics_failed", problem=str(error))
            found = UNHEALTHY
        except Exception as error:  # noqa: BLE001 - the library would print it
            log.error("metrics_failed", problem=place_of(error))
            found = UNHEALTHY
        yield from map(_family, found)


def _family(gauge: Gauge) -> "GaugeMetricFamily":
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415

    labels = ["mailbox"] if any(mailbox is not None for mailbox, _ in gauge.samples) else []
    family = GaugeMetricFamily(gauge.name, gauge.text, labels=labels)
    for mailbox, value in gauge.samples:
        family.add_metric([] if mailbox is None else [mailbox], value)
    return family
