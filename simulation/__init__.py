"""Adversarial catalogs with ground truth."""

from simulation.catalog import COMMON_SCENARIOS, GENERATORS, SCENARIOS, SimulatedCatalog, simulate, write_catalog

__all__ = ["COMMON_SCENARIOS", "GENERATORS", "SCENARIOS", "SimulatedCatalog", "simulate", "write_catalog"]
