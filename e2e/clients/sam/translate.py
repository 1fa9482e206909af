"""Runs aws-sam-translator offline: a template in JSON per line in, {"template"} or {"refused"} per line out."""

import copy
import json
import logging
import os
import sys

# Nothing of the machine's: no credentials, no profile, no metadata service to ask for them.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
)

from samtranslator import __version__  # noqa: E402
from samtranslator.model.exceptions import InvalidDocumentException  # noqa: E402
from samtranslator.translator.transform import transform  # noqa: E402

logging.disable(logging.CRITICAL)


class NoMorePolicies:
    """The ARNs of AWS's managed policies beyond those that the translator brings: none, rather than asking IAM."""

    def load(self):
        return {}


def defaults(template):
    parameters = template.get("Parameters") or {}
    return {name: each["Default"] for name, each in parameters.items() if "Default" in each}


def translated(template):
    given = copy.deepcopy(template)
    try:
        return {"template": transform(given, defaults(template), NoMorePolicies())}
    except InvalidDocumentException as refusal:
        return {"refused": [cause.message for cause in refusal.causes]}
    except Exception as error:  # a fault of its own, on a template that it should have refused
        return {"refused": [f"{type(error).__name__}: {error}"]}


print(json.dumps({"version": __version__}))
for line in sys.stdin:
    print(json.dumps(translated(json.loads(line)), default=str))
