#!/usr/bin/env bash
# slurm_array.sh HEADROOM SOURCE: the example job of data/jobs on a Slurm of its own, started here on loopback.
# Five tasks, one of them requeued in its midst, must merge to the bits of one run. Exit 77: Slurm or MUNGE is missing.
set -euo pipefail
headroom=$1 source=$2
PATH=$PATH:/usr/sbin:/sbin
for program in slurmctld slurmd sbatch scontrol squeue munged; do
  command -v $program >/dev/null || { echo "skipped: $program is missing; install slurmctld slurmd slurm-client munge"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "skipped: slurmd needs root"; exit 77; }

here=$(mktemp -d /tmp/headroom-slurm-XXXXXX)
pids=()
end() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$here"
}
trap end EXIT
fail() {
  echo "$1"
  tail -n 20 "$here"/*.log "$here"/slurm-*.out 2>/dev/null || true
  exit 1
}
# Tries a command once in 0.2 s or less often, up to 600 times.
until_true() {
  for _ in $(seq 600); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done
  fail "waited in vain for: $*"
}

mkdir -p "$here"/{munge,state,spool}
chmod 700 "$here/munge"
head -c 128 /dev/urandom >"$here/munge/key"
chmod 400 "$here/munge/key"
munged --foreground --force --key-file="$here/munge/key" --socket="$here/munge/socket" --num-threads=1 \
  --pid-file="$here/munge/pid" --log-file="$here/munge.log" --seed-file="$here/munge/seed" 2>"$here/munged.log" &
pids+=($!)
until_true test -S "$here/munge/socket"

host=$(hostname -s)
port=$((20000 + $$ % 20000))
export SLURM_CONF=$here/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$here/munge/socket
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
MpiDefault=none
ReturnToService=2
KillWait=2
SchedulerParameters=batch_sched_delay=0,sched_interval=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES State=UP
CONF
slurmctld -D 2>"$here/slurmctld.err.log" &
pids+=($!)
until_true scontrol ping
slurmd -D -N "$host" 2>"$here/slurmd.err.log" &
pids+=($!)
node_is_ready() { scontrol show node "$host" | grep -qE 'State=(IDLE|MIXED|ALLOCATED)'; }
until_true node_is_ready

trials=200000
"$headroom" run smoke --trials $trials --threads 1 --out "$here/whole" --history none --quiet >/dev/null
cd "$here"
id=$(HEADROOM=$headroom sbatch --parsable --array=0-4 "$source/data/jobs/array.sbatch" smoke $trials "$here/out")
# The first task begins again from its start, running or just done, as after a node that was lost. Slurm would wait two
# minutes before that.
until_true scontrol requeue "${id}_0"
none_left() {
  scontrol update "JobId=${id}_0" StartTime=now || true
  [ -z "$(squeue -h)" ]
}
until_true none_left
[ "$(scontrol show job "${id}_0" | grep -o 'Restarts=[0-9]*')" = Restarts=1 ] || fail "the first task was not run twice"
[ "$(ls "$here/out" | tr '\n' ' ')" = "shard-0 shard-1 shard-2 shard-3 shard-4 " ] || fail "shards: $(ls "$here/out")"
"$headroom" merge "$here"/out/shard-* --out "$here/all" --history none --quiet >/dev/null
cmp "$here/whole/tallies.bin" "$here/all/tallies.bin" || fail "the merged tallies differ from those of one run"
digest() { grep '"tallies_digest"' "$1/result.json"; }
[ "$(digest "$here/whole")" = "$(digest "$here/all")" ] || fail "the digests differ"
echo "five tasks of Slurm, one requeued, came to the bits of one run:$(digest "$here/all")"
