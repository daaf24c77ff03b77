"""Small files with facts in them."""

import os


def get_file_content(path, default=None, strip=True):
    """The text of a file; the default when it cannot be read or is empty."""
    if not (os.path.exists(path) and os.access(path, os.R_OK)):
        return default
    try:
        with open(path) as file:
            text = file.read()
    except (OSError, ValueError):
        return default
    return (text.strip() if strip else text) or default


def get_file_lines(path, strip=True, line_sep=None):
    text = get_file_content(path, strip=strip)
    if not text:
        return []
    return text.splitlines() if line_sep is None else text.rstrip(line_sep).split(line_sep)
