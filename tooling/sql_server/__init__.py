"""What can be shown of SQL Server without one: its statements, made by the real back end and read as T-SQL.

No server runs any of it: what T-SQL's grammar and the rules in `statements` and `limits` do not know is not seen.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ggtalk.settings")  # the back end reads them when it is imported
