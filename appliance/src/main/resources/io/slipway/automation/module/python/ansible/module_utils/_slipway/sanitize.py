"""Passwords in texts that look like URLs, and in the words of commands; names that sound like one."""

import re
import shlex

from ansible.module_utils._slipway.secrets import remove_values
from ansible.module_utils.common.text.converters import to_native, to_text

_MASK = '********'
_SECRET_WORDS = frozenset('pass' + rest for rest in ('', 'word', 'wd', 'wrd', 'phrase'))
_PASSWORD_OPTION = re.compile('-?-?pass')
# what stands before the password in user:password, perhaps after a scheme
_BEFORE_PASSWORD = re.compile(r'.*://[^:]*:|[^:]*:(?!//)', re.DOTALL)


def sounds_secret(name):
    """Whether one of the words of a name, as in login_password, means a secret."""
    return not _SECRET_WORDS.isdisjoint(re.split(r'[-_\s]', name.lower()))


def heuristic_log_sanitize(data, no_log_values=None):
    """A text without what looks like the password of user:password@host, with or without a scheme."""
    pieces = to_native(data).split('@')
    host = pieces.pop()
    shown = []
    for piece in pieces:
        # a password may hold an @ itself: then this is more of it
        if shown and shown[-1].endswith(':' + _MASK) and not re.search(r'\s|://', piece):
            continue
        before = _BEFORE_PASSWORD.match(piece)
        shown.append(before.group() + _MASK if before else piece)
    clean = '@'.join(shown + [host])
    return remove_values(clean, no_log_values) if no_log_values else clean


def clean_words(args, secrets):
    """A command as a text to show: quoted for a shell, with masks for passwords."""
    words = [to_native(word) for word in (shlex.split(to_text(args)) if isinstance(args, (str, bytes)) else args)]
    shown = []
    for before, word in zip([''] + words, words):
        option, equals, _ = word.partition('=')
        if _PASSWORD_OPTION.match(before) and '=' not in before:
            shown.append(_MASK)
        elif equals and _PASSWORD_OPTION.match(option):
            shown.append(option + equals + _MASK)
        else:
            shown.append(heuristic_log_sanitize(word, secrets))
    return ' '.join(map(shlex.quote, shown))
