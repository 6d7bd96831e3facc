"""The records of sharing: who saw what of a child, who was refused, and whether the log still holds."""
