"""The Starlette app: platform webhooks, health, metrics."""
