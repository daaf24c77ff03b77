"""PyYAML, where the node has it."""

import functools

from ansible.module_utils.basic import missing_required_lib

try:
    import yaml
    HAS_YAML = True
    HAS_LIBYAML = yaml.__with_libyaml__
except ImportError:
    yaml = None
    HAS_YAML = HAS_LIBYAML = False

if HAS_YAML:
    Parser = getattr(yaml, 'CParser', None)
    SafeLoader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
    SafeDumper = getattr(yaml, 'CSafeDumper', yaml.SafeDumper)
    yaml_load = functools.partial(yaml.load, Loader=SafeLoader)
    yaml_load_all = functools.partial(yaml.load_all, Loader=SafeLoader)
    yaml_dump = functools.partial(yaml.dump, Dumper=SafeDumper, default_flow_style=False)
    yaml_dump_all = functools.partial(yaml.dump_all, Dumper=SafeDumper, default_flow_style=False)
else:
    def yaml_load(*args, **kwargs):
        raise ImportError(missing_required_lib('PyYAML'))
    yaml_load_all = yaml_dump = yaml_dump_all = yaml_load
    SafeLoader = SafeDumper = Parser = object
