"""Tests of the indicators, as one package: what a test module shares with another it imports from here."""
