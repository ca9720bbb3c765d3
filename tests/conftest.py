"""Loads the plugins of tests/plugins that every folder may use; one subject a file.

They import nothing above models/ and notifiers/, so that a small test starts fast and a broken folder
breaks its own tests only. A plugin that needs more is imported by the conftest.py of the folders that
use it. Every module there can also be imported by its bare name.
"""

pytest_plugins = ("surroundings", "databases", "golden", "certificates", "smtp_server")
