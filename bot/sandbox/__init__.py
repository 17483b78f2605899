"""A Slack and a Telegram that live on this machine, for the demo and for tests."""
