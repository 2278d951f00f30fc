"""Tests of the domain: tables of values and properties, no files, no clock."""
