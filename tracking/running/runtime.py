"""The clocks and the metrics that the parts of one process share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracking.running.metrics import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """``clock`` returns an aware moment, ``monotonic`` seconds; ``sleep`` waits for seconds."""

    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    metrics: Metrics
