#!/bin/sh
# Runs a Postgres in the folder $2, with the binaries of the folder $1, for as long
# as standard input stays open: when its owner closes that pipe or dies, however it
# dies, the server stops, and the folder goes unless $3 is "keep". With a $4 of
# "durable" it flushes what it commits, as a server in earnest does. With a $5 of
# "replicated" it can have standbys; it is one of the server in the folder $6, if
# one is given.
# Says "ready" on standard output once connections are accepted.
set -eu
trap '' HUP INT TERM PIPE # only the pipe ends the watch
bin=$1 dir=$2 keep=$3 durable=$4 replicated=$5 primary=$6

finish() {
	if [ "$keep" = keep ]; then
		"$bin/pg_ctl" -D "$dir/data" -m fast -t 120 stop >/dev/null 2>&1 || :
		return
	fi
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
create() {
	init --locale=C --locale-provider=icu --icu-locale=en-US ||
		init --locale=en_US.UTF-8 ||
		init --locale=C.UTF-8 || fail
	cat >>data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
port = 5432
max_connections = 200
timezone = 'UTC'
wal_level = minimal
max_wal_size = 128MB
max_wal_senders = 0
CONF
	[ "$replicated" = replicated ] && cat >>data/postgresql.conf <<CONF
wal_level = replica
max_wal_senders = 4
wal_writer_delay = 10ms
CONF
	[ "$durable" = durable ] && return
	cat >>data/postgresql.conf <<CONF
fsync = off
full_page_writes = off
synchronous_commit = off
CONF
}

# The settings come from the primary; of those given twice the last counts.
copy() {
	"$bin/pg_basebackup" -D data -h "$primary" -p 5432 -U postgres -R -c fast -X stream --no-sync >>log 2>&1 || fail
	cat >>data/postgresql.conf <<CONF
unix_socket_directories = '$dir'
wal_retrieve_retry_interval = 100ms
CONF
}

cd "$dir"
[ -n "$primary" ] && [ ! -d data ] && copy
[ -f data/postgresql.conf ] || create
"$bin/pg_ctl" -D data -l log -t 60 -w start >/dev/null 2>&1 || fail
echo ready
cat >/dev/null
