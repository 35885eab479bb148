#!/usr/bin/env bash
# Runs tap-customerio into a Singer target once, one run at a time, and keeps the state safe.
#
#   sync.sh FOLDER TARGET [ARGUMENT…]      sync.sh /var/lib/customerio/shop target-postgres --config target.json
#
# FOLDER is where the run takes place: state.json is kept there; config.json and catalog.json are used if they are
# there. summary.json says how the run went, stream by stream. Settings may also come from the environment (TAP_CUSTOMERIO_APP_API_KEY).
# SIGTERM, SIGHUP or Ctrl-C ends the tap in order, lets the target load what has come, and saves the state.
# Exit code: 0 if tap and target are done; otherwise the target's, or the tap's; 75 if another run is under way;
# 1 if the state cannot be written, or lacks bookmarks that the last one had.
set -uo pipefail

cd "${1:?usage: sync.sh FOLDER TARGET [ARGUMENT…]}" && shift || exit 1
for program in flock jq tap-customerio "${1:?no target is given}"; do
  command -v "$program" > /dev/null || { echo "sync.sh: $program is not on the PATH" >&2; exit 1; }
done

# Tap and target inherit the lock: it holds until both have ended, whatever becomes of this script.
exec 9> lock
flock --nonblock 9 || { echo "sync.sh: another run is under way in $PWD" >&2; exit 75; }

arguments=(--summary summary.json)
for name in config catalog state; do
  [[ -s $name.json ]] && arguments+=("--$name" "$name.json")
done

rm -f pipe && mkfifo pipe || exit 1
# In process groups of their own: a signal to this script's group (Ctrl-C, Airflow, timeout) reaches neither of them.
set -m
"$@" < pipe > target.out & target=$!
tap-customerio "${arguments[@]}" < /dev/null > pipe & tap=$!
# Once, and from here only: a second signal would end the tap at once, without a last STATE.
trap 'trap "" TERM INT HUP; kill -TERM "$tap" 2> /dev/null' TERM INT HUP
set +m
wait_for() { # a trapped signal interrupts `wait`, so that it must be asked again
  local code
  while wait "$1"; code=$?; kill -0 "$1" 2> /dev/null; do :; done
  return "$code"
}
wait_for "$tap"; tap_code=$?
trap '' TERM INT HUP # there is no tap to end any more, and nothing must break off the saving of the state
wait_for "$target"; target_code=$?

(( tap_code == 0 && target_code == 0 )) || echo "sync.sh: exit codes: tap $tap_code, target $target_code" >&2

# The last whole line that the target has printed is what it has loaded for certain, even if the run has failed. If
# there is none, the state stays as it was. A rename is done wholly or not at all. On a full disk `tail` fails.
save_state() {
  jq --raw-input --raw-output 'select(fromjson? | .bookmarks? | type == "object")' target.out |
    tail -n 1 > state.new || return
  [[ -s state.new ]] || return 0
  [[ ! -s state.json ]] || lost=$(jq --raw-output --null-input --slurpfile old state.json --slurpfile new state.new \
    '[$old[-1].bookmarks? // {} | keys[]] - ($new[-1].bookmarks | keys) | join(", ")') || lost=
  [[ -n $lost ]] || { sync state.new && mv state.new state.json; }
}
lost=
save_state || { echo 'sync.sh: the state cannot be written; the old one stays' >&2; exit 1; }
[[ -z $lost ]] || { echo "sync.sh: the target printed a state without the bookmarks of $lost; the old one stays" >&2; exit 1; }
rm -f pipe state.new

exit $(( target_code ? target_code : tap_code ))
