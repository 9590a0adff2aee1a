"""A questionnaire as YAML, for a repository: guarded loading, the schema, building the definition, writing it."""
