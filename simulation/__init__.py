"""Adversarial catalogs with ground truth."""

from simulation.catalog import SCENARIOS, SimulatedCatalog, simulate, write_catalog

__all__ = ["SCENARIOS", "SimulatedCatalog", "simulate", "write_catalog"]
