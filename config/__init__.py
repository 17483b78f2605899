"""What the hub is told: settings, words, taxonomy and the sample network."""
