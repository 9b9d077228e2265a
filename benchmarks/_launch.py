"""Run a command from a small process, and say what it took: memory is counted from the size of the parent."""

import json
import os
import platform
import subprocess
import sys
import time

start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
clock = time.perf_counter() - start
unit = 1024 if platform.system() == "Linux" else 1024 * 1024
cost = {
    "clock": clock,
    "cpu": usage.ru_utime + usage.ru_stime,
    "peak": usage.ru_maxrss / unit,
    "status": os.waitstatus_to_exitcode(status),
}
print(json.dumps(cost))
