"""The catalogue of classes of threshold functions: one row for each class, in one file, with filters over it.

The modules, from the bottom up: `threshold_class` (what a row says, and its check), `condition` (filters as text),
`rows` (building all rows), `parquet_file` (the file), `search` (filters and look-ups in the file).

The file is Parquet; pyarrow writes it and DuckDB searches it.  Both belong to the extra `catalogue`, and are loaded
when they are used.
"""
