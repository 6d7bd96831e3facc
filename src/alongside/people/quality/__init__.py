"""How well records are matched: drawn, judged, estimated, stated. Reads what matching did and never decides on it."""
