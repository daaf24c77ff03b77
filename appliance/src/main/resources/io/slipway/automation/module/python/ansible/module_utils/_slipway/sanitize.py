"""Passwords in texts that look like URLs, and in the words of commands."""

import re
import shlex

from ansible.module_utils._slipway.secrets import remove_values
from ansible.module_utils.common.text.converters import to_native, to_text

#: Names of arguments that sound like a secret.
PASSWORD_MATCH = re.compile(r'^(?:.+[-_\s])?pass(?:[-_\s]?(?:word|phrase|wrd|wd)?)(?:[-_\s].+)?$', re.I)
PASSWD_ARG_RE = re.compile(r'^[-]{0,2}pass[-]?(word|wd)?')


def heuristic_log_sanitize(data, no_log_values=None):
    """A text without what looks like the password of user:password@host, with or without a scheme."""
    text = to_native(data)
    parts, end = [], len(text)
    while True:
        at = text.rfind('@', 0, end)
        found = _separator(text, at) if at >= 0 else None
        if found is None:
            parts.append(text[:end])
            break
        begin, colon = found
        parts.append(text[at:end])
        parts.append('********')
        parts.append(text[begin:colon + 1])
        end = begin
    clean = ''.join(reversed(parts))
    return remove_values(clean, no_log_values) if no_log_values else clean


def _separator(text, at):
    """Where what holds the password before an @ begins, and its colon."""
    search_end = at
    while True:
        begin = max(text.rfind('://', 0, search_end), 0)
        colon = text.find(':', begin + 3, at)
        if colon > 0:
            return begin, colon
        if begin == 0:
            return None
        search_end = begin


def clean_words(args, secrets):
    """A command as a text to show."""
    if isinstance(args, (str, bytes)):
        args = shlex.split(to_text(args))
    words, hide = [], False
    for arg in map(to_native, args):
        if hide:
            words.append('********')
            hide = False
        elif PASSWD_ARG_RE.match(arg) and '=' in arg:
            words.append(arg.split('=', 1)[0] + '=********')
        else:
            hide = bool(PASSWD_ARG_RE.match(arg))
            words.append(heuristic_log_sanitize(arg, secrets))
    return ' '.join(word if word.endswith('********') else shlex.quote(word) for word in words)
