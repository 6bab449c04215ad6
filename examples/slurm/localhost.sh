#!/usr/bin/env bash
# SLURM with this machine as its one node, to try the example without a cluster.
#
#   apt-get install slurm-wlm munge
#   ./localhost.sh start DIR    all its files are in DIR; prints the line that makes sbatch use it
#   ./localhost.sh stop DIR
set -euo pipefail

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

port() {
  # The kernel hands out ports from 32768 on; SLURM wants to be told fixed ones.
  local port
  for port in $(seq "$1" 32767); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

configuration() {
  local node user controller
  node=$(hostname -s)
  user=$(id -un)
  controller=$(port 20017)
  cat <<END
ClusterName=kiln
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$controller
SlurmdPort=$(port $((controller + 1)))
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket
CredType=cred/munge
# Without control groups, which a container may not have.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
# A node runs one job at a time: jobs that measure must not disturb each other.
SelectType=select/linear
MpiDefault=none
ReturnToService=2
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
}

start() {
  mkdir -p "$dir/state" "$dir/spool"
  chmod 755 "$dir"
  [ -f "$dir/munge.key" ] || (umask 077 && head -c 128 /dev/urandom > "$dir/munge.key")
  munged --force --key-file "$dir/munge.key" --socket "$dir/munge.socket" --pid-file "$dir/munged.pid" \
    --log-file "$dir/munged.log" --seed-file "$dir/munged.seed"
  configuration > "$dir/slurm.conf"
  export SLURM_CONF="$dir/slurm.conf"
  slurmctld
  slurmd
  for _ in $(seq 60); do
    if [ "$(sinfo -h -o %T 2>/dev/null)" = idle ]; then
      echo "export SLURM_CONF=$dir/slurm.conf"
      return
    fi
    sleep 1
  done
  echo "the node did not come up within a minute; see $dir/slurmctld.log and $dir/slurmd.log" >&2
  stop
  exit 1
}

stop() {
  local name
  for name in slurmd slurmctld munged; do
    if [ -f "$dir/$name.pid" ]; then
      kill "$(cat "$dir/$name.pid")" 2>/dev/null || true
    fi
  done
}

[ $# -eq 2 ] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd)
case $1 in
  start | stop) "$1" ;;
  *) usage ;;
esac
