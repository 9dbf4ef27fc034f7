#!/bin/sh
# Runs a throw-away Postgres in the folder $2, with the binaries of the folder $1,
# for as long as standard input stays open: when its owner closes that pipe or
# dies, however it dies, the server stops and the folder goes.
# Says "ready" on standard output once connections are accepted. A line on standard
# input crashes the server and starts it again, and "ready" follows. With $3 = durable
# it keeps what it said it had written when it crashes.
set -eu
trap '' HUP INT TERM PIPE # only the pipe ends the watch
bin=$1 dir=$2 durable=${3-}

finish() {
	"$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || :
	cd / && rm -rf "$dir"
}
trap finish EXIT

fail() {
	cat log >&2
	exit 1
}

init() {
	rm -rf data
	"$bin/initdb" -D data -U postgres -A trust -E UTF8 --no-sync "$@" >>log 2>&1
}

# Text must not happen to sort as bytes do, or a forgotten COLLATE "C" goes unseen.
cd "$dir"
init --locale=C --locale-provider=icu --icu-locale=en-US ||
	init --locale=en_US.UTF-8 ||
	init --locale=C.UTF-8 || fail

cat >>data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
port = 5432
max_connections = 200
timezone = 'UTC'
CONF
[ -n "$durable" ] || cat >>data/postgresql.conf <<CONF
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_size = 128MB
max_wal_senders = 0
CONF

start() {
	"$bin/pg_ctl" -D data -l log -t 60 -w start </dev/null >/dev/null 2>&1 || fail
	echo ready
}

start
while read -r _; do
	"$bin/pg_ctl" -D data -m immediate stop </dev/null >/dev/null 2>&1 || :
	start
done
