"""The connection hub's chat side: what comes in, what goes out, and the process around it."""
