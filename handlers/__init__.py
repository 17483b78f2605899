"""What the hub can do: one module per capability, plain synchronous functions."""
