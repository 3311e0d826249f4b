"""Catalogues: the requirements of standards, as data."""
