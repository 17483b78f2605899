"""The search core behind find and who."""
