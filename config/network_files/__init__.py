"""A network's records as files that people read and edit: YAML, JSONL or CSV in one folder."""
