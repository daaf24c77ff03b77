#!/usr/bin/python3
"""Writes the oracle file of the template engine: what real Jinja2, with Ansible's filters and tests, makes of every case.

    /usr/bin/python3 generate.py cases.txt ../../resources/io/slipway/common/template/oracle.json

Needs Debian's python3-jinja2 and ansible-core (bookworm: 3.1.2 and 2.14). The tests themselves need no Python.

cases.txt: a line is a template, except
    @group NAME                 a heading
    @vars JSON                  the variables, until the next heading
    @mode native|render|expression
                                native: a template that prints one thing gives that thing (the result is shown as repr())
    @settings trim lstrip keep  trim_blocks, lstrip_blocks, keep_trailing_newline
    @file NAME                  begins a template that others include or import, up to @end
    @begin ... @end             a template of several lines; the newline before @end does not count
Empty lines and lines that start with "@#" are skipped.
"""
import importlib
import json
import os
import sys

os.environ["TZ"] = "UTC"
os.environ["ANSIBLE_LOCALHOST_WARNING"] = "False"

import jinja2
from jinja2 import DictLoader, Environment, nodes
from jinja2.exceptions import UndefinedError
from jinja2.nativetypes import NativeCodeGenerator, NativeEnvironment
from jinja2.runtime import Undefined

from ansible.plugins.loader import filter_loader, test_loader
from ansible.template import AnsibleUndefined, JinjaPluginIntercept, _fail_on_undefined, _unroll_iterator

EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols"]


def single_or_text(printed):
    printed = list(printed)
    return printed[0] if len(printed) == 1 else "".join(map(str, printed))


class KeepsConstants(NativeCodeGenerator):
    def _output_child_to_const(self, node, frame, finalize):
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible()  # else they would be folded into text
        return super()._output_child_to_const(node, frame, finalize)


class Native(NativeEnvironment):
    code_generator_class = KeepsConstants
    concat = staticmethod(single_or_text)


def prepare(env):
    env.filters = JinjaPluginIntercept(env.filters, filter_loader)
    env.tests = JinjaPluginIntercept(env.tests, test_loader)
    env.globals["dict"] = dict
    env.globals["undef"] = lambda hint=None: AnsibleUndefined(hint)
    return env


def environment(case, files):
    kind = Environment if case["mode"] == "render" else Native
    return prepare(kind(
        undefined=AnsibleUndefined,
        optimized=False,
        extensions=EXTENSIONS,
        finalize=_unroll_iterator(_fail_on_undefined),
        loader=DictLoader(files),
        trim_blocks="trim" in case["settings"],
        lstrip_blocks="lstrip" in case["settings"],
        keep_trailing_newline="keep" in case["settings"],
    ))


def is_undefined(error):
    while error is not None:
        if isinstance(error, UndefinedError):
            return True
        error = error.__cause__ or getattr(error, "orig_exc", None)
    return False


def result(case, files):
    try:
        variables = json.loads(json.dumps(case["vars"]))
        env = environment(case, files)
        if case["mode"] == "expression":
            value = env.compile_expression(case["source"], undefined_to_none=False)(**variables)
            _fail_on_undefined(value)
            return {"expect": shown(_unroll_iterator(lambda: value)())}
        template = env.from_string(case["source"])
        if case["mode"] == "render":
            return {"expect": template.render(**variables)}
        value = env.concat(template.root_render_func(template.new_context(variables)))
        return {"expect": shown(value)}
    except Exception as error:
        return {"error": "undefined" if is_undefined(error) else "error"}


def shown(value):
    """An inline if without else gives a plain Undefined, which prints nothing."""
    return repr("" if isinstance(value, Undefined) and not isinstance(value, AnsibleUndefined) else value)


def read(lines):
    cases, files = [], {}
    group, variables, mode, settings, block, name = "", {}, "native", [], None, None
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\n")
        if block is not None:
            if line != "@end":
                block.append(line)
                continue
            text, block = "\n".join(block), None
            if name is not None:
                files[name], name = text, None
                continue
            line = text
        elif line.startswith("@"):
            word, _, rest = line.partition(" ")
            if word == "@group":
                group, variables, mode, settings = rest, {}, "native", []
            elif word == "@vars":
                variables = json.loads(rest)
            elif word == "@mode":
                mode = rest
            elif word == "@settings":
                settings = rest.split()
            elif word in ("@begin", "@file"):
                block, name = [], rest or None
            elif word != "@#":
                sys.exit(f"line {number}: unknown directive {word}")
            continue
        elif not line:
            continue
        cases.append({"group": group, "line": number, "mode": mode, "settings": settings, "vars": variables, "source": line})
    return cases, files


def catalogue(jinja, modules, kind):
    """The names that Jinja2 and ansible.builtin have."""
    names = set(jinja)
    for module in modules:
        plugins = importlib.import_module(f"ansible.plugins.{kind}.{module}")
        names |= set(getattr(plugins, kind.capitalize() + "Module")().__getattribute__(kind + "s")())
    return sorted(names)


def write(path, files, cases):
    """A line for each case; variables that several have in common stand there once."""
    variables = []
    for case in cases:
        if case["vars"] not in variables:
            variables.append(case["vars"])
        case["vars"] = variables.index(case["vars"])
    head = {
        "jinja2": jinja2.__version__,
        "filters": catalogue(jinja2.filters.FILTERS, ["core", "mathstuff", "urls", "urlsplit", "encryption"], "filter"),
        "tests": catalogue(jinja2.tests.TESTS, ["core", "files", "mathstuff", "uri"], "test"),
        "files": files,
    }
    with open(path, "w", encoding="utf-8") as out:
        out.write(json.dumps(head)[:-1])
        for name, rows in ("variables", variables), ("cases", cases):
            out.write(f',\n"{name}": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]")
        out.write("}\n")


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        cases, files = read(source)
    for case in cases:
        case.update(result(case, files))
    write(sys.argv[2], files, cases)
    errors = sum("error" in case for case in cases)
    print(f"{len(cases)} cases, {errors} of them errors")


if __name__ == "__main__":
    main()
