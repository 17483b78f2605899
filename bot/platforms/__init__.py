"""An adapter for each chat platform: a Message in, a rendered Reply out."""
