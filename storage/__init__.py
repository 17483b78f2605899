"""What the hub remembers: one module per noun, one transaction around them."""
