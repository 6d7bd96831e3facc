"""Operation Encompass in the browser: sending, the morning board, a school's notices, the officer's queue."""
