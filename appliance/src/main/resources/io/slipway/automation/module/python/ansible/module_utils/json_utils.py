"""The JSON in what a program prints."""

import json


def _filter_non_json_lines(data, objects_only=False):
    """The text from the first line that may begin JSON to the last that may end it, and warnings of what follows."""
    lines = data.splitlines()
    opening = ('{',) if objects_only else ('{', '[')
    begins = [i for i, line in enumerate(lines) if line.strip().startswith(opening)]
    if not begins:
        raise ValueError('No start of json char found')
    lines = lines[begins[0]:]
    closing = '}' if lines[0].strip().startswith('{') else ']'
    ends = [i for i, line in enumerate(lines) if line.strip().endswith(closing)]
    if not ends:
        raise ValueError('No end of json char found')
    junk = '\n'.join(lines[ends[-1] + 1:]).strip()
    warnings = ['Module invocation had junk after the JSON data: %s' % junk] if junk else []
    return '\n'.join(lines[:ends[-1] + 1]), warnings


__all__ = ['_filter_non_json_lines', 'json']
