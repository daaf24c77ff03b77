"""Programs that a module runs."""

import os
import re
import selectors
import shlex
import subprocess
import traceback
from contextlib import suppress

from ansible.module_utils._slipway.sanitize import clean_words, heuristic_log_sanitize
from ansible.module_utils.common import process
from ansible.module_utils.common.text.converters import to_bytes, to_native, to_text


class Commands(object):
    """Of AnsibleModule: run_command and what belongs to it."""

    def get_bin_path(self, arg, required=False, opt_dirs=None):
        """The path of a program; without it None, or the end of the module."""
        with self._failing(kinds=ValueError) if required else suppress(ValueError):
            return process.get_bin_path(arg, opt_dirs)
        return None

    def run_command(self, args, check_rc=False, close_fds=True, executable=None, data=None, binary_data=False,
                    path_prefix=None, cwd=None, use_unsafe_shell=False, prompt_regex=None, environ_update=None,
                    umask=None, encoding='utf-8', errors='surrogate_or_strict', expand_user_and_vars=True,
                    pass_fds=None, before_communicate_callback=None, ignore_invalid_cwd=True,
                    handle_exceptions=True):
        """Runs a program, or with use_unsafe_shell a command line: its status, output and errors."""
        if not isinstance(args, (list, bytes, str)):
            self.fail_json(rc=257, cmd=args, msg="Argument 'args' to run_command must be list or string")
        words, shell = self._words(args, use_unsafe_shell, executable, expand_user_and_vars)
        prompt = self._pattern(prompt_regex)
        options = {'executable': to_bytes(executable) if executable and not use_unsafe_shell else None,
                   'shell': shell, 'close_fds': close_fds, 'stdin': subprocess.PIPE if data else None,
                   'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE,
                   'env': self._environment(environ_update, path_prefix)}
        if umask:
            options['preexec_fn'] = lambda: os.umask(umask)
        if pass_fds:
            options['pass_fds'] = pass_fds
        if cwd:
            place = to_bytes(os.path.abspath(os.path.expanduser(cwd)), errors='surrogate_or_strict')
            if os.path.isdir(place):
                options['cwd'] = place
            elif not ignore_invalid_cwd:
                self.fail_json(msg='Provided cwd is not a valid directory: %s' % to_native(place))
        try:
            program = subprocess.Popen(words, **options)
            if before_communicate_callback:
                before_communicate_callback(program)
            talk = _Talk(program, _input(data, binary_data), None if data else prompt)
            talk.through()
        except OSError as problem:
            if not handle_exceptions:
                raise
            self.fail_json(rc=problem.errno, stdout=b'', stderr=b'', msg=to_native(problem),
                           cmd=clean_words(words, self.no_log_values))
        except Exception as problem:
            if not handle_exceptions:
                raise
            self.fail_json(rc=257, stdout=b'', stderr=b'', msg=to_native(problem), exception=traceback.format_exc(),
                           cmd=clean_words(words, self.no_log_values))
        if talk.prompted:
            out = to_native(talk.out, encoding=encoding, errors=errors) if encoding else talk.out
            return 257, out, 'A prompt was encountered while running a command, but no input data was specified'
        if program.returncode != 0 and check_rc:
            self.fail_json(cmd=clean_words(words, self.no_log_values), rc=program.returncode, stdout=talk.out,
                           stderr=talk.err, msg=heuristic_log_sanitize(talk.err.rstrip(), self.no_log_values))
        if encoding is None:
            return program.returncode, talk.out, talk.err
        return (program.returncode, to_native(talk.out, encoding=encoding, errors=errors),
                to_native(talk.err, encoding=encoding, errors=errors))

    def _words(self, args, use_unsafe_shell, executable, expand):
        """What to start, and whether the usual shell is to read it."""
        if use_unsafe_shell:
            line = ' '.join(shlex.quote(one) for one in args) if isinstance(args, list) else args
            other = executable or (self._shell if self._shell not in (None, '/bin/sh') else None)
            line = to_bytes(line, errors='surrogate_or_strict')
            return ([to_bytes(other), b'-c', line], False) if other else (line, True)
        if isinstance(args, (str, bytes)):
            args = shlex.split(to_text(args, errors='surrogateescape'))
        words = [one for one in args if one is not None]
        if expand:
            words = [os.path.expanduser(os.path.expandvars(one)) for one in words]
        return [to_bytes(one, errors='surrogate_or_strict') for one in words], False

    def _pattern(self, prompt_regex):
        if not prompt_regex:
            return None
        try:
            return re.compile(to_bytes(prompt_regex, errors='surrogateescape'), re.MULTILINE)
        except re.error:
            self.fail_json(msg='invalid prompt regular expression given to run_command')

    def _environment(self, environ_update, path_prefix):
        environment = dict(os.environ)
        environment.update(self.run_command_environ_update or {})
        environment.update(environ_update or {})
        if path_prefix:
            path = environment.get('PATH', '')
            environment['PATH'] = '%s:%s' % (path_prefix, path) if path else path_prefix
        return environment


def _input(data, binary):
    if not data:
        return b''
    return to_bytes(data if binary else data + ('\n' if isinstance(data, str) else b'\n'))


class _Talk(object):
    """Writes to a program and reads from it until it ends, or asks for something that nobody can answer."""

    def __init__(self, program, left, prompt):
        self.program = program
        self.left = left
        self.prompt = prompt
        self.out = b''
        self.err = b''
        self.prompted = False

    def through(self):
        with selectors.DefaultSelector() as waiting:
            for stream in (self.program.stdout, self.program.stderr):
                waiting.register(stream, selectors.EVENT_READ)
            if self.left:
                os.set_blocking(self.program.stdin.fileno(), False)
                waiting.register(self.program.stdin, selectors.EVENT_WRITE)
            while waiting.get_map():
                ready = waiting.select(1)
                for key, _ in ready:
                    self.move(waiting, key.fileobj)
                if self.prompt and self.prompt.search(self.out):
                    self.prompted = True
                    return
                # a child that goes on in the background may keep the pipes open
                if not ready and self.program.poll() is not None:
                    break
        self.program.wait()
        for stream in (self.program.stdout, self.program.stderr):
            stream.close()

    def move(self, waiting, stream):
        if stream is self.program.stdin:
            self.write(waiting, stream)
            return
        chunk = os.read(stream.fileno(), 65536)
        if not chunk:
            waiting.unregister(stream)
        elif stream is self.program.stdout:
            self.out += chunk
        else:
            self.err += chunk

    def write(self, waiting, stream):
        try:
            self.left = self.left[os.write(stream.fileno(), self.left):]
        except BrokenPipeError:
            self.left = b''
        if not self.left:
            waiting.unregister(stream)
            stream.close()
