#!/usr/bin/env python3
"""Django's command line for GGTalk."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ggtalk.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        # The operator's to mend: the sentence says what and how, a traceback would only hide it.
        sys.exit(str(problem))
