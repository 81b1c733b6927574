"""Fake generator: conforms to the contract, draws tiny pictures, and injects faults."""

from tests.fakes.generator.faults import Fault, JobFault
from tests.fakes.generator.server import Call, FakeGenerator
from tests.fakes.generator.stores import folder_store, image_store

__all__ = ["Call", "FakeGenerator", "Fault", "JobFault", "folder_store", "image_store"]
