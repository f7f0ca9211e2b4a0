"""One result, several renderers: JSON, CSV, Markdown, and a table for a terminal."""
