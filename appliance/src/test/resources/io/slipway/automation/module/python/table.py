"""Runs AnsibleModule of whatever ansible.module_utils is found over a table, and prints what each row came to, a line of JSON each."""

import json
import os
import sys
import tempfile

ROWS = [
    # spec (Python), other arguments of AnsibleModule, arguments of the call
    (dict(a=dict()), {}, dict(a='x')),
    (dict(a=dict()), {}, dict(a=5)),
    (dict(a=dict()), {}, dict(a=None)),
    (dict(a=dict()), {}, {}),
    (dict(a=dict()), {}, dict(b=1)),
    (dict(a=dict(aliases=['c', 'b']), z=dict()), {}, dict(d=1)),
    (dict(a=dict(aliases=['b'])), {}, dict(b=1)),
    (dict(a=dict(aliases=['b'])), {}, dict(b=1, a=2)),
    (dict(a=dict(aliases='b')), {}, dict(b=1)),
    (dict(a=dict(required=True)), {}, {}),
    (dict(a=dict(required=True), b=dict(required=True)), {}, {}),
    (dict(a=dict(required=True, default=1)), {}, {}),
    (dict(a=dict(type='int')), {}, dict(a='5')),
    (dict(a=dict(type='int')), {}, dict(a='x')),
    (dict(a=dict(type='int')), {}, dict(a=5.5)),
    (dict(a=dict(type='int')), {}, dict(a=True)),
    (dict(a=dict(type='float')), {}, dict(a='5.5')),
    (dict(a=dict(type='float')), {}, dict(a=5)),
    (dict(a=dict(type='float')), {}, dict(a=[1])),
    (dict(a=dict(type='bool')), {}, dict(a='YES ')),
    (dict(a=dict(type='bool')), {}, dict(a=0)),
    (dict(a=dict(type='bool')), {}, dict(a=[])),
    (dict(a=dict(type='list')), {}, dict(a='1,2, 3')),
    (dict(a=dict(type='list')), {}, dict(a=7)),
    (dict(a=dict(type='list')), {}, dict(a=dict(b=1))),
    (dict(a=dict(type='list', elements='int')), {}, dict(a='1,2')),
    (dict(a=dict(type='list', elements='int')), {}, dict(a=['1', 'x'])),
    (dict(a=dict(type='list', elements='str')), {}, dict(a=[1, None, dict(b=2)])),
    (dict(a=dict(type='str', elements='int')), {}, dict(a='1')),
    (dict(a=dict(type='list', choices=['a', 'b'])), {}, dict(a='a,b')),
    (dict(a=dict(type='list', choices=['a', 'b'])), {}, dict(a='a,c,d')),
    (dict(a=dict(choices=['a', 'b'])), {}, dict(a='c')),
    (dict(a=dict(choices=['yes', 'no'])), {}, dict(a=True)),
    (dict(a=dict(choices=['on', 'off', 'yes'])), {}, dict(a=True)),
    (dict(a=dict(choices='ab')), {}, dict(a='a')),
    (dict(a=dict(type='int', choices=[1, 2])), {}, dict(a='3')),
    (dict(a=dict(type='dict')), {}, dict(a='b=1, c="2 3"')),
    (dict(a=dict(type='dict')), {}, dict(a='{"b": [1]}')),
    (dict(a=dict(type='dict')), {}, dict(a="{'b': (1, 2)}")),
    (dict(a=dict(type='dict')), {}, dict(a='{b')),
    (dict(a=dict(type='dict')), {}, dict(a='nothing')),
    (dict(a=dict(type='dict')), {}, dict(a=[1])),
    (dict(a=dict(type='path')), {}, dict(a='~/x/$HOME')),
    (dict(a=dict(type='raw')), {}, dict(a=[1, dict(b=2)])),
    (dict(a=dict(type='json')), {}, dict(a=dict(b=[1, True]))),
    (dict(a=dict(type='jsonarg')), {}, dict(a=' {"b": 1} ')),
    (dict(a=dict(type='json')), {}, dict(a=5)),
    (dict(a=dict(type='bytes')), {}, dict(a='1.5K')),
    (dict(a=dict(type='bytes')), {}, dict(a='2Mb')),
    (dict(a=dict(type='bytes')), {}, dict(a='many')),
    (dict(a=dict(type='bits')), {}, dict(a='1Mb')),
    (dict(a=dict(type='bits')), {}, dict(a='1MB')),
    (dict(a=dict(default='d'), b=dict(type='int', default='7')), {}, {}),
    (dict(a=dict(no_log=True)), {}, dict(a='s3cret')),
    (dict(a=dict(no_log=True, type='list')), {}, dict(a=['s3cret', 5])),
    (dict(a=dict(no_log=True, default='s3cret')), {}, {}),
    (dict(a=dict(type='dict', options=dict(p=dict(no_log=True)))), {}, dict(a=dict(p='s3cret'))),
    (dict(password=dict(), passwd=dict(no_log=False), my_pass=dict(), compass=dict()), {}, {}),
    (dict(a=dict(), b=dict()), dict(mutually_exclusive=[('a', 'b')]), dict(a=1, b=2)),
    (dict(a=dict(), b=dict(default='x')), dict(mutually_exclusive=[('a', 'b')]), dict(a=1)),
    (dict(a=dict(), b=dict()), dict(required_together=[('a', 'b')]), dict(a=1)),
    (dict(a=dict(), b=dict()), dict(required_together=[('a', 'b')]), {}),
    (dict(a=dict(), b=dict()), dict(required_one_of=[('a', 'b')]), {}),
    (dict(a=dict(), b=dict(), c=dict()), dict(required_by=dict(a=('b', 'c'))), dict(a=1)),
    (dict(a=dict(), b=dict()), dict(required_by=dict(a='b')), dict(a=1, b=2)),
    (dict(a=dict(), b=dict(), c=dict()), dict(required_if=[('a', 'x', ('b', 'c'))]), dict(a='x', b=1)),
    (dict(a=dict(), b=dict(), c=dict()), dict(required_if=[('a', 'x', ('b', 'c'), True)]), dict(a='x', b=1)),
    (dict(a=dict(), b=dict(), c=dict()), dict(required_if=[('a', 'x', ('b', 'c'), True)]), dict(a='x')),
    (dict(a=dict(type='bool', default=False), b=dict()), dict(required_if=[('a', True, ['b'])]), dict(a='yes')),
    (dict(a=dict(type='dict', options=dict(b=dict(type='int'), c=dict(default=3)))), {}, dict(a=dict(b='1'))),
    (dict(a=dict(type='dict', options=dict(b=dict(type='int')))), {}, dict(a=dict(b='x'))),
    (dict(a=dict(type='dict', options=dict(b=dict()))), {}, dict(a=dict(c='x'))),
    (dict(a=dict(type='dict', options=dict(b=dict(required=True)))), {}, dict(a={})),
    (dict(a=dict(type='dict', options=dict(b=dict(choices=['x'])))), {}, dict(a=dict(b='y'))),
    (dict(a=dict(type='dict', options=dict(b=dict(default=1)), apply_defaults=True)), {}, {}),
    (dict(a=dict(type='dict', options=dict(b=dict(default=1)))), {}, {}),
    (dict(a=dict(type='dict', options=dict(b=dict(), c=dict()), mutually_exclusive=[('b', 'c')])), {},
     dict(a=dict(b=1, c=1))),
    (dict(a=dict(type='dict', options=dict(b=dict(), c=dict()), required_together=[('b', 'c')])), {},
     dict(a=dict(b=1))),
    (dict(a=dict(type='list', elements='dict', options=dict(b=dict(type='int', aliases=['x'])))), {},
     dict(a=[dict(b='1'), dict(x='2')])),
    (dict(a=dict(type='list', elements='dict', options=dict(b=dict(type='list', elements='int')))), {},
     dict(a=[dict(b=['1', 'z'])])),
    (dict(a=dict(type='list', elements='dict', options=dict(b=dict(aliases=['x'])))), {}, dict(a=[dict(b=1, x=2)])),
    (dict(a=dict(type='dict', options=dict(b=dict(type='dict', options=dict(c=dict(type='int')))))), {},
     dict(a=dict(b=dict(c='z')))),
    (dict(a=dict(type='dict', options=dict(b=dict(type='dict', options=dict(c=dict()))))), {},
     dict(a=dict(b=dict(d='z')))),
    (dict(a=dict(type='list', elements='dict', options=dict(b=dict()))), {}, dict(a=[dict(b=1), 'b=2'])),
    (dict(a=dict(removed_in_version='3.0', removed_from_collection='x.y')), {}, dict(a=1)),
    (dict(a=dict(removed_at_date='2030-01-01', removed_from_collection='x.y')), {}, dict(a=1)),
    (dict(a=dict(aliases=['b'], deprecated_aliases=[dict(name='b', version='3.0', collection_name='x.y')])), {},
     dict(b=1)),
    (dict(a=dict(type='dict', options=dict(b=dict(removed_in_version='9')))), {}, dict(a=dict(b=1))),
    (dict(a=dict()), dict(add_file_common_args=True), dict(a=1, mode=420, attr='+i')),
    (dict(a=dict()), dict(supports_check_mode=False), dict(a=1, _ansible_check_mode=True)),
    (dict(a=dict()), dict(supports_check_mode=True), dict(a=1, _ansible_check_mode=True)),
    (dict(a=dict(type=lambda value: value + value)), {}, dict(a='x')),
    (dict(a=dict(type=int)), {}, dict(a='x')),
    (dict(a=dict(type='str')), dict(bypass_checks=True), dict(b=2)),
    (dict(a=dict(), _raw=dict()), {}, dict(a=u'\u20ac')),
]


def env_rows():
    from ansible.module_utils.basic import env_fallback
    os.environ['TABLE_VALUE'] = 's3cret'
    return [
        (dict(a=dict(fallback=(env_fallback, ['TABLE_NONE', 'TABLE_VALUE']))), {}, {}),
        (dict(a=dict(fallback=(env_fallback, ['TABLE_NONE']), default='d')), {}, {}),
        (dict(a=dict(no_log=True, fallback=(env_fallback, ['TABLE_VALUE']))), {}, {}),
        (dict(a=dict(required=True, fallback=(env_fallback, ['TABLE_VALUE']))), {}, {}),
        (dict(a=dict(type='dict', options=dict(b=dict(fallback=(env_fallback, ['TABLE_VALUE']))))), {}, dict(a={})),
    ]


def work(m):
    """Calls of the module's methods, each with what came of it."""
    import stat
    from ansible.module_utils.basic import heuristic_log_sanitize, human_to_bytes, bytes_to_human, jsonify
    from ansible.module_utils.common.dict_transformations import (
        camel_dict_to_snake_dict, dict_merge, recursive_diff, snake_dict_to_camel_dict)
    from ansible.module_utils.common.collections import count, is_iterable, is_sequence
    from ansible.module_utils.common.network import is_masklen, is_netmask, to_masklen, to_netmask, to_subnet
    from ansible.module_utils.common.text.converters import to_bytes, to_native, to_text
    from ansible.module_utils.compat.version import LooseVersion, StrictVersion
    place = tempfile.mkdtemp()
    file = os.path.join(place, 'file')
    with open(file, 'w') as to:
        to.write('content')

    def mode(symbols, before):
        os.chmod(file, before)
        changed = m.set_mode_if_different(file, symbols, False)
        return [changed, oct(stat.S_IMODE(os.stat(file).st_mode))]

    def moved():
        with open(file + '.new', 'w') as to:
            to.write('new')
        os.chmod(file, 0o640)
        m.atomic_move(file + '.new', file)
        return [open(file).read(), oct(stat.S_IMODE(os.stat(file).st_mode)), os.path.exists(file + '.new')]

    def told():
        diff = {}
        os.chmod(file, 0o600)
        changed = m.set_fs_attributes_if_different(
            m.load_file_common_arguments(dict(path=file, mode='0644', owner='root')), False, diff)
        return [changed, diff]

    def given_away(path, check_mode=False):
        diff = {}
        m.check_mode = check_mode
        try:
            changed = [m.set_owner_if_different(path, '1', False, diff), m.set_group_if_different(path, 'daemon', False, diff),
                       m.set_mode_if_different(path, 'u=rwx,go=', False, diff)]
        finally:
            m.check_mode = False
        found = os.lstat(path) if os.path.lexists(path) else None
        return [changed, diff, found and [found.st_uid, found.st_gid, oct(found.st_mode)]]

    def link():
        os.symlink(file, file + '.link')
        return [given_away(file + '.link'), m.add_path_info(dict(path=file + '.link'))['state'], m.user_and_group(file)]

    def kept():
        backup = m.backup_local(file)
        found = os.stat(backup)
        return [backup[len(file):].split('.')[1] == str(os.getpid()), len(backup.split('@')), found.st_uid, m.backup_local('/nonexistent')]

    def hard():
        os.link(file, file + '.hard')
        return m.add_path_info(dict(dest=file))['state']

    def gone():
        open(file + '.gone', 'w').close()
        m.add_cleanup_file(file + '.gone')
        m.do_cleanup_files()
        return [os.path.exists(file + '.gone'), m.cleanup(file + '.gone')]
    for call in (
            lambda: given_away(file, True), lambda: given_away(file), lambda: given_away(file), lambda: given_away(file + '.none', True),
            link, kept, hard, gone, lambda: [heuristic_log_sanitize(text) for text in ('http://u:p@ss@h', 'see user:a b@c', 'x://u:a://b@h')],
            lambda: m.run_command(['printf', 'a%s', 'b c']), lambda: m.run_command('printf "%s" "x y"'),
            lambda: m.run_command('echo $HOME; exit 3', use_unsafe_shell=True),
            lambda: m.run_command(['sh', '-c', 'cat; echo e >&2'], data='in'),
            lambda: m.run_command(['cat'], data=b'in', binary_data=True),
            lambda: m.run_command(['pwd'], cwd='/usr'), lambda: m.run_command(['pwd'], cwd='/nonexistent') [0],
            lambda: m.run_command(['sh', '-c', 'echo $X'], environ_update={'X': 'y'}),
            lambda: m.run_command(['sh', '-c', 'umask'], umask=0o77),
            lambda: m.run_command(['echo', '$HOME', '~']), lambda: m.run_command(['echo', '$HOME'], expand_user_and_vars=False),
            lambda: m.run_command(['printf', '\\377'])[1] == '\udcff', lambda: m.run_command(['printf', 'x'], encoding=None)[1] == b'x',
            lambda: m.run_command(['sh', '-c', 'printf "name? "; sleep 5'], prompt_regex=r'name\?'),
            lambda: m.run_command(['sh', '-c', 'printf "%070000d" 1'])[1].count('0'),
            lambda: m.run_command(['wc', '-c'], data='x' * 200000),
            lambda: m.run_command(['echo $0'], use_unsafe_shell=True, executable='/bin/bash'),
            lambda: m.get_bin_path('sh'), lambda: m.get_bin_path('no such'), lambda: m.get_bin_path('file', opt_dirs=[place]).startswith(place),
            lambda: mode('u=rw,g=r,o=', 0o777), lambda: mode('a+X', 0o600), lambda: mode('a+X', 0o700), lambda: mode('+x', 0o600),
            lambda: mode('u+s,g+s,o+t', 0o755), lambda: mode('g=u', 0o740), lambda: mode('=', 0o7777), lambda: mode('0640', 0o600),
            lambda: mode(0o600, 0o600), lambda: mode('o-r+w', 0o644), lambda: mode('ug=rw,o-x', 0o777),
            moved, told, lambda: sorted(m.add_path_info(dict(path='/etc')).items()), lambda: m.sha1(file), lambda: m.sha256(file),
            lambda: m.md5(file), lambda: m.digest_from_file(file, 'sha512'), lambda: m.sha1('/nonexistent'),
            lambda: m.boolean('on'), lambda: m.boolean(None), lambda: m.jsonify({'a': [b'x', 1.5]}), lambda: m.from_json('[1]'),
            lambda: m.get_file_attributes('/proc/self'), lambda: m.safe_eval('[1, 2]'), lambda: m.safe_eval('import os'),
            lambda: m.find_mount_point('/proc/self/'), lambda: m.human_to_bytes('1K'), lambda: m.bytes_to_human(123456),
            lambda: bytes_to_human(8, isbits=True), lambda: bytes_to_human(0), lambda: bytes_to_human(2048, unit='B'),
            lambda: human_to_bytes('1.5', 'M'), lambda: human_to_bytes('3 TB'),
            lambda: heuristic_log_sanitize('http://u:p@h/x'), lambda: heuristic_log_sanitize('a u:p@h b ftp://x:y@z c'),
            lambda: heuristic_log_sanitize('no@thing here'), lambda: jsonify({'a': {1}}),
            lambda: camel_dict_to_snake_dict({'HTTPEndpoint': {'someKeyARNs': [1], 'Tags': {'Aa': 1}}, 'ABc_DE1Fs': 1, 'aB1C': 2}),
            lambda: camel_dict_to_snake_dict({'HTTPEndpoint': 1, 'someKey': 2}, reversible=True),
            lambda: snake_dict_to_camel_dict({'a_b': {'c_d_e': 1}, 'x': [{'y_z': 1}]}),
            lambda: snake_dict_to_camel_dict({'a_b': 1}, capitalize_first=True),
            lambda: dict_merge({'a': {'b': 1, 'c': 2}}, {'a': {'b': 3}, 'd': 4}), lambda: recursive_diff({'a': 1, 'b': {'c': 1}}, {'b': {'c': 2}}),
            lambda: recursive_diff({'a': 1}, {'a': 1}), lambda: count('a b a'.split()), lambda: [is_iterable('a'), is_iterable([]), is_sequence({}), is_sequence(())],
            lambda: [is_netmask('255.255.0.0'), is_netmask('1.2.3'), is_masklen('33'), to_netmask(20), to_masklen('255.255.255.128')],
            lambda: [to_subnet('10.1.2.3', 16), to_subnet('10.1.2.3', '255.255.0.0', dotted_notation=True)],
            lambda: [LooseVersion('1.10') > LooseVersion('1.9'), LooseVersion('1.2a') == '1.2a', StrictVersion('1.0a1') < '1.0', str(StrictVersion('1.2.0'))],
            lambda: [to_bytes(u'\u20ac').decode('latin-1'), to_text(b'\xff'), to_native(5), to_text(None), to_text(5, nonstring='passthru'), to_text([], nonstring='empty')],
    ):
        try:
            yield call()
        except Exception as problem:
            yield '%s: %s' % (type(problem).__name__, problem)


#: Each ends the module. file is a scratch file: nothing else may be touched.
ENDS = (
    lambda m, file: m.run_command(['sh', '-c', 'echo e http://u:p@h >&2; exit 3', '--password', 'x y', 'pass=1', 'a b'],
                                  check_rc=True),
    lambda m, file: m.run_command('no-such-program --passwd=x http://u:pw@h'),
    lambda m, file: m.get_bin_path('no-such-program', True),
    lambda m, file: m.set_owner_if_different(file, 'no-such-user', False),
    lambda m, file: m.set_group_if_different(file, 'no-such-group', False),
    lambda m, file: m.set_mode_if_different(file, 'u+q', False),
    lambda m, file: m.sha1(os.path.dirname(file)),
    lambda m, file: m.boolean('maybe'),
    lambda m, file: m.fail_on_missing_params(['a', 'b']),
    lambda m, file: m.exit_json(warnings=['w', 'v'], deprecations=[('d', '3.0'), dict(msg='e', date='2030-01-01')]),
    lambda m, file: m.fail_json('wrong', path=file, number=1),
)


def played(spec, more, arguments, act=None):
    """What the module prints, without what differs by chance."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            from ansible.module_utils import basic
            given = json.dumps({'ANSIBLE_MODULE_ARGS': dict(arguments, _ansible_module_name='table')}).encode()
            basic._ANSIBLE_ARGS = given
            if hasattr(basic, '_params'):
                basic._params.given = given
            module = basic.AnsibleModule(spec, **more)
            if act:
                for result in act(module):
                    print(json.dumps(result, sort_keys=True, default=str))
            else:
                module.exit_json(a=module.params.get('a'), text='s3cret and more', number=5, keys={'s3cret': 1},
                                 params=sorted(module.params))
        except BaseException as problem:
            if not isinstance(problem, SystemExit):
                print(json.dumps('%s' % type(problem).__name__))
        sys.stdout.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, errors='surrogateescape') as printed:
        text = printed.read().strip()
    os.waitpid(child, 0)
    return text


def main():
    for spec, more, arguments in ROWS + env_rows():
        print(json.dumps([repr(sorted(arguments.items())), played(spec, more, arguments)]))
    text = played(dict(a=dict()), {}, {}, work)
    for line in text.splitlines():
        print(line)
    with tempfile.TemporaryDirectory() as place:
        file = os.path.join(place, 'file')
        for end in ENDS:
            open(file, 'w').close()
            text = played(dict(a=dict()), {}, {}, lambda module: [end(module, file)])
            print(json.dumps(json.loads(text.replace(place, 'PLACE')), sort_keys=True))


main()
