"""The GraphQL schema."""

from api.schema.schema import SCHEMA

__all__ = ["SCHEMA"]
