"""What several analyses share: sealing a draw, so that it can be checked and not be steered."""

from alongside.analysis.common.sealing import derived, fingerprint, sealed, whole_fingerprint

__all__ = ["derived", "fingerprint", "sealed", "whole_fingerprint"]
