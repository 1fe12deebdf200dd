"""`python -m api.print_schema > schema.graphql` after a change of the schema."""

from api.schema import SCHEMA


def print_schema() -> str:
    """The schema as schema.graphql holds it."""
    return SCHEMA.as_str() + "\n"


if __name__ == "__main__":
    print(print_schema(), end="")
