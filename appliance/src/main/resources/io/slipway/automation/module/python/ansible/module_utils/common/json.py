"""JSON for values that it has no words for."""

import datetime
import json
from collections.abc import Mapping

from ansible.module_utils.common.text.converters import _json_encode_fallback, to_text  # noqa: F401


class AnsibleJSONEncoder(json.JSONEncoder):
    """Mappings, and dates as text."""

    def __init__(self, preprocess_unsafe=False, vault_to_text=False, **kwargs):
        super(AnsibleJSONEncoder, self).__init__(**kwargs)

    def default(self, o):
        if isinstance(o, Mapping):
            return dict(o)
        if isinstance(o, (datetime.date, datetime.datetime)):
            return o.isoformat()
        return super(AnsibleJSONEncoder, self).default(o)


def json_dump(structure):
    return json.dumps(structure, cls=AnsibleJSONEncoder, sort_keys=True, indent=4)
