"""What several analyses share: mappings that stay as they are, and draws that can be checked and not be steered."""

from alongside.analysis.common.read_only import ReadOnly
from alongside.analysis.common.sealing import derived, fingerprint, sealed, whole_fingerprint

__all__ = ["ReadOnly", "derived", "fingerprint", "sealed", "whole_fingerprint"]
