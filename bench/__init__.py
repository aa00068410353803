"""Benchmarks as ratios against a floor measured in the same run. Not tests: nothing here asserts a time."""
