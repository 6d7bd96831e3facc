"""Did it help: measures, pledges, the needs assessment, and what is published. It sees measures, never records."""
