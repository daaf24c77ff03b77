"""A locale whose messages can be parsed."""


def get_best_parsable_locale(module, preferences=None, raise_on_locale=False):
    """The first of the preferred locales that this node has; C where it has none."""
    try:
        program = module.get_bin_path('locale')
        if not program:
            raise RuntimeWarning("Could not find 'locale' tool")
        status, out, err = module.run_command([program, '-a'])
        if status != 0:
            raise RuntimeWarning('Unable to get locale information, rc=%s: %s' % (status, err))
        if not out:
            raise RuntimeWarning('No output from locale, rc=%s: %s' % (status, err))
    except RuntimeWarning:
        if raise_on_locale:
            raise
        return 'C'
    known = out.splitlines()
    for wanted in preferences or ('C.utf8', 'C.UTF-8', 'en_US.utf8', 'en_US.UTF-8', 'C', 'POSIX'):
        if wanted in known:
            return wanted
    return 'C'
