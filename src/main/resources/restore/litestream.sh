# Restores databases of SQLite from Litestream's copy, as they were at a moment, in a pod of Kaltstart's. Needs a shell, rm, mv,
# mkdir, cat, tr and litestream. What it has to know comes in variables; nothing of the cluster is part of this text. The answer
# is the termination message of the pod: lines of word=value, and never what litestream has printed.
set -u
set -f

work=/kaltstart/work
message=/dev/termination-log

fail() {
  printf 'failed=%s\n' "$1" >"$message"
  exit 1
}

refuse() {
  said=$(cat "$work/error")
  printf '%s\n' "$said" >&2
  case $said in
  *'no matching backup'*) fail no-snapshot ;;
  *'not found in config'*) fail not-configured ;;
  *AccessDenied* | *InvalidAccessKeyId* | *SignatureDoesNotMatch* | *Forbidden*) fail denied ;;
  esac
  fail litestream
}

# Sets last: when the newest change was copied that is not younger than the moment. Only some versions can tell.
copied_until() {
  last=
  best=0
  limit=$(printf '%s' "$KALTSTART_BEFORE" | tr -d ':TZ-')
  list=$(litestream ltx -config "$KALTSTART_CONFIG" "$1" 2>/dev/null) || return 0
  for line in $list; do
    time=${line##*[!0-9TZ:-]}
    case $time in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z)
      number=$(printf '%s' "$time" | tr -d ':TZ-')
      if [ "$number" -le "$limit" ] && [ "$number" -gt "$best" ]; then
        best=$number
        last=$time
      fi
      ;;
    esac
  done
}

# one database a line
IFS='
'
oldest=
first=1
for database in $KALTSTART_DATABASES; do
  copy=$database.kaltstart
  mkdir -p "${database%/*}" || fail not-written
  rm -f "$copy" "$copy.tmp" "$copy-wal" "$copy-shm"
  litestream restore -config "$KALTSTART_CONFIG" -timestamp "$KALTSTART_BEFORE" -o "$copy" "$database" >&2 2>"$work/error" || refuse
  cat "$work/error" >&2
  [ -s "$copy" ] || fail nothing
  copied_until "$database"
  if [ -z "$last" ]; then
    oldest=
  elif [ "$first" = 1 ] || { [ -n "$oldest" ] && [ "$best" -lt "$(printf '%s' "$oldest" | tr -d ':TZ-')" ]; }; then
    oldest=$last
  fi
  first=0
done
[ "$first" = 0 ] || fail nothing

# The present ones stay until all copies are there. A journal of another database must not be read with the restored one, and
# what Litestream remembers of the former one is of no use.
for database in $KALTSTART_DATABASES; do
  rm -rf "$database" "$database-wal" "$database-shm" "$database-journal" "${database%/*}/.${database##*/}-litestream" &&
    mv "$database.kaltstart" "$database" || fail not-written
done
printf 'restored=%s\n' "${oldest:-unknown}" >"$message"
