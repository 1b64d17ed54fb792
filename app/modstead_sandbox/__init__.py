"""A local catalogue server that speaks the mod platforms' APIs: for the demo, tests and benchmarks."""
