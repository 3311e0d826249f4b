"""Puts the resources, with the translations built, inside the installed package; all else stands in setup.cfg."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # an isolated build does not look where setup.py lies

from armdesk.translations import compile_all  # noqa: E402


class _BuildWithResources(build_py):
    def run(self) -> None:
        """Build as usual, then add the resources; an editable install keeps those of the checkout."""
        super().run()
        source = HERE / "resources"
        target = source if self.editable_mode else Path(self.build_lib) / "armdesk" / "resources"
        if target != source:
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.po", "*.mo", "*.pot"))
        compile_all(source / "translations", target / "translations")


setup(cmdclass={"build_py": _BuildWithResources})
