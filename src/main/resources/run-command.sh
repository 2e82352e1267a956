#!/bin/sh
# Runs one command so that it outlives the process that started it and its end can be found again.
# $1 spool directory; then the command, word for word.
spool=$1
shift
command_umask=$(umask)
command_path=$PATH
# what the command is given as its PATH need not hold the tools used here
PATH=$PATH:/usr/local/bin:/usr/bin:/bin
umask 077

# Field 22 of /proc/PID/stat: when a process began. The name before it may hold anything, even brackets.
start_of() {
  { read -r line < "/proc/$1/stat"; } 2> /dev/null || line=')'
  # shellcheck disable=SC2086
  set -- ${line##*)}
  echo "${20:-0}"
}

# Fills $1 until it holds half a MiB, a few MiB at most, or the stream ends; fails when nothing came. dd writes what it
# has read at once, so what a command said before it was killed is not lost in a buffer.
fill() {
  : > "$1"
  size=0
  while said=$(dd bs=8k count=512 2>&1 >> "$1"); do
    # "3+1 records in", fewer than asked for: the stream has ended, which most do at once, and is not looked at again
    blocks=${said%% *}
    case $blocks in
      '' | *[!0-9+]* | *+*+* | +* | *+) ;;
      *) if [ "$(($blocks))" -lt 512 ]; then ended=yes && break; fi ;;
    esac
    earlier=$size
    size=$(wc -c < "$1")
    if [ "$size" -eq "$earlier" ] || [ "$size" -ge 524288 ]; then
      break
    fi
  done
  [ -s "$1" ]
}

# Keeps the head of a stream and at least the last MiB: a command that writes for ever does not fill the disk.
keep() {
  cut=0
  ended=
  if fill "$1"; then
    while [ -z "$ended" ] && fill "$1.next"; do
      if [ -e "$1.before" ]; then
        cut=$((cut + $(wc -c < "$1.before")))
        echo "$cut" > "$1.cut"
      fi
      if [ -e "$1.tail" ]; then
        mv "$1.tail" "$1.before"
      fi
      mv "$1.next" "$1.tail"
    done
  fi
  # the disk may be full; even then a broken pipe must not end the command
  [ -n "$ended" ] || cat > /dev/null
  : > "$1.end"
} 2> /dev/null

{ read -r boot < /proc/sys/kernel/random/boot_id; } 2> /dev/null
echo "$$ $(start_of $$) ${boot:-0}" > "$spool/pid.new"
# an empty file on a full disk: a command that nobody could find again is not begun
[ -s "$spool/pid.new" ] || exit 1
# whoever links this file first decides: a command that has been given up is never begun
ln "$spool/pid.new" "$spool/pid" 2> /dev/null || exit 1
mkfifo "$spool/1" "$spool/2"
keep "$spool/out" < "$spool/1" &
keep "$spool/err" < "$spool/2" &

# a session of its own: whoever stops the command must not hit those who write down what it said and how it ended
setsid=$(command -v setsid)
(
  umask "$command_umask"
  PATH=$command_path
  exec ${setsid:+"$setsid"} "$@"
) > "$spool/1" 2> "$spool/2" < /dev/null &
command=$!
echo "$command $(start_of $command)" > "$spool/session.new"
mv "$spool/session.new" "$spool/session"
wait $command
echo $? > "$spool/code.new"
mv "$spool/code.new" "$spool/code"
