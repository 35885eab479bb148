#!/bin/sh
# The tap, with the streams of SELECT, for singer-check-tap 0.4.1, which looks at what its reader has found when the tap has ended, whether the reader
# has come to the end or not: "'NoneType' object has no attribute 'num_messages'". So this ends when the reader has: its
# thread is gone then, and where threads cannot be seen (not Linux), after a while.
"$NODE" "$TAP" "$@" --select "$SELECT"
status=$?
exec >&-
[ -d "/proc/$PPID/task" ] || sleep 5
while [ "$(ls "/proc/$PPID/task" 2>/dev/null | wc -l)" -gt 1 ]; do sleep 0.1; done
exit $status
