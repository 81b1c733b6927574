"""Tests of the generator client against a protocol-true fake with fault injection."""
