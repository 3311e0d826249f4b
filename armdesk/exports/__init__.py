"""Writing documents and tables to files: PDF, Excel, HTML, CSV and sealed packs."""
