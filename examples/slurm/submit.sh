#!/usr/bin/env bash
# Long Range Arena on a cluster: one job for each task and mechanism, then one that gathers their report.
#
#   ./submit.sh DIR             DIR is on a disk that all nodes see; the report becomes DIR/lra.md and DIR/lra.json
#
# The environment may say otherwise: TASKS, MECHANISMS, TOKENS, ROUNDS as kiln benchmark lra takes them, separated by
# spaces; KILN, the launcher. What sbatch reads (SBATCH_PARTITION, SBATCH_ACCOUNT...) is left to it.
set -euo pipefail

if [ $# -ne 1 ]; then
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/cells"
export DIR KILN TASKS MECHANISMS TOKENS ROUNDS
DIR=$(cd "$1" && pwd)
KILN=${KILN:-$here/../../kiln}
TASKS=${TASKS:-listops text retrieval image pathfinder}
MECHANISMS=${MECHANISMS:-$("$KILN" benchmark lra --list)}
TOKENS=${TOKENS:-1k 2k 4k 8k 16k}
ROUNDS=${ROUNDS:-3}

tasks=($TASKS)
mechanisms=($MECHANISMS)
last=$((${#tasks[@]} * ${#mechanisms[@]} - 1))
array=$(sbatch --parsable --chdir="$DIR" --array="0-$last" "$here/array.sbatch")
# Also where some of them failed: the report then has the others.
gather=$(sbatch --parsable --chdir="$DIR" --dependency="afterany:${array%%;*}" "$here/gather.sbatch")
echo "array ${array%%;*}: $((last + 1)) jobs; ${gather%%;*} gathers them into $DIR/lra.md"
