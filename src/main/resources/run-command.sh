#!/bin/sh
# Runs one command so that it outlives the process that started it and its end can be found again.
# $1 spool directory, $2 bytes kept of the head and of the tail of each stream; then the command, word for word.
spool=$1
keep=$2
shift 2
umask 077
started=$(cut -d' ' -f22 /proc/$$/stat 2>/dev/null || echo 0)
echo "$$ $started" > "$spool/pid.new" && mv "$spool/pid.new" "$spool/pid"
mkfifo "$spool/1" "$spool/2"
# a command that writes for ever fills neither the disk nor a pipe
{ head -c "$keep" > "$spool/out"; tail -c "$keep" > "$spool/out.tail"; } < "$spool/1" &
out=$!
{ head -c "$keep" > "$spool/err"; tail -c "$keep" > "$spool/err.tail"; } < "$spool/2" &
err=$!
"$@" > "$spool/1" 2> "$spool/2" < /dev/null
code=$?
# a daemon left behind may hold the streams open for ever
{ sleep 2; kill $out $err; } 2>/dev/null &
impatient=$!
wait $out $err
kill $impatient 2>/dev/null
echo $code > "$spool/code.new" && mv "$spool/code.new" "$spool/code"
