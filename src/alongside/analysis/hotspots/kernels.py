"""Kernels: how the weight of an event spreads with distance."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alongside.analysis.events.results import Floats
from alongside.analysis.events.unfit import Unfit


@dataclass(frozen=True)
class Kernel:
    """`shape(q)` of the squared distance over the squared bandwidth, integrating to 1 over the plane at bandwidth 1.

    `finite`: zero beyond the bandwidth.
    """

    name: str
    shape: Callable[[Floats], Floats]
    finite: bool


KERNELS = {
    # exp(-q/2) / (2 pi)
    "gaussian": Kernel("gaussian", lambda q: np.exp(-0.5 * q) / (2.0 * np.pi), finite=False),
    # 3/pi (1 - q)^2 within the bandwidth, also called biweight
    "quartic": Kernel("quartic", lambda q: 3.0 / np.pi * np.maximum(1.0 - q, 0.0) ** 2, finite=True),
    # 2/pi (1 - q) within the bandwidth
    "epanechnikov": Kernel("epanechnikov", lambda q: 2.0 / np.pi * np.maximum(1.0 - q, 0.0), finite=True),
}


def kernel_named(name: str) -> Kernel:
    if name not in KERNELS:
        raise Unfit(f"The kernel {name!r} is not known.", f"Choose {', '.join(KERNELS)}.")
    return KERNELS[name]


def check_bandwidth(bandwidth: float) -> float:
    if not (isinstance(bandwidth, (int, float, np.number)) and np.isfinite(bandwidth) and bandwidth > 0):
        raise Unfit(f"A bandwidth of {bandwidth!r} metres cannot be used.", "Give metres above 0, such as 400.")
    return float(bandwidth)


def direct_sum(
    x: Floats, y: Floats, weight: Floats, at_x: Floats, at_y: Floats, kernel: Kernel, bandwidth: float
) -> Floats:
    """Density at each place as the plain sum over all events, nothing cut off; a stretch of places at a time."""
    density = np.empty(len(at_x))
    step = max(1, 2_000_000 // max(len(x), 1))
    for start in range(0, len(at_x), step):
        stop = start + step
        squared = (at_x[start:stop, None] - x) ** 2 + (at_y[start:stop, None] - y) ** 2
        density[start:stop] = kernel.shape(squared / bandwidth**2) @ weight
    return density / bandwidth**2
