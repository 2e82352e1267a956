# Restores the newest snapshot of restic that is older than a moment, in a pod of Kaltstart's. Needs a shell, rm, id, cat and
# restic. What it has to know comes in variables; nothing of the cluster is part of this text. The answer is the termination
# message of the pod: lines of word=value, and never what restic has printed, which may quote an address with a password.
set -u
set -f

work=/kaltstart/work
claim=/kaltstart/claim
message=/dev/termination-log
export RESTIC_CACHE_DIR="$work/cache"

fail() {
  printf 'failed=%s\n' "$1" >"$message"
  exit 1
}

# One word for what restic has said. An endpoint that does not answer is not a missing repository, although restic
# asks "Is there a repository?" in both cases.
refuse() {
  said=$(cat "$work/error")
  printf '%s\n' "$said" >&2
  case $said in
  *'wrong password'*) fail wrong-password ;;
  *'repository does not exist'* | *'config file'*'does not exist'* | *'config file'*'no such file'*) fail no-repository ;;
  *'already locked'*) fail locked ;;
  esac
  fail "$1"
}

# Sets seconds: since 1970, of a moment as Go writes it, with whatever offset. Fails for anything else.
seconds_of() {
  case $1 in
  [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*) ;;
  *) return 1 ;;
  esac
  rest=$1
  year=${rest%%-*} && rest=${rest#*-}
  month=${rest%%-*} && rest=${rest#*-}
  day=${rest%%T*} && rest=${rest#*T}
  hour=${rest%%:*} && rest=${rest#*:}
  minute=${rest%%:*} && rest=${rest#*:}
  zone=${rest#??}
  second=${rest%"$zone"}
  case $zone in .*) zone=${zone#.} ;; esac
  while :; do
    case $zone in [0-9]*) zone=${zone#?} ;; *) break ;; esac
  done
  case $zone in
  Z) offset=0 ;;
  [+-][0-9][0-9]:[0-9][0-9])
    offset=${zone#?}
    offset=$(((1${offset%:*} - 100) * 3600 + (1${offset#*:} - 100) * 60))
    case $zone in -*) offset=$((0 - offset)) ;; esac
    ;;
  *) return 1 ;;
  esac
  # the year begins in March, so that a leap day is its last one
  month=$((1$month - 100))
  day=$((1$day - 100))
  [ "$month" -gt 2 ] || year=$((year - 1))
  days=$((year * 365 + year / 4 - year / 100 + year / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 719469))
  seconds=$((days * 86400 + (1$hour - 100) * 3600 + (1$minute - 100) * 60 + 1$second - 100 - offset))
}

# Sets snapshot and moment: of the newest one in the list before $1. The list is JSON as Go writes it: on one line, where a
# name followed by a colon is never part of a value, as every quote in a value has a backslash before it.
newest_before() {
  snapshot=
  moment=
  best=
  time=
  host=
  IFS='{'
  for part in $list; do
    case $part in '"time":"'*)
      time=${part#'"time":"'}
      time=${time%%\"*}
      ;;
    esac
    case $part in *'"hostname":"'*)
      host=${part#*'"hostname":"'}
      host=${host%%\"*}
      ;;
    esac
    case $part in *'"id":"'*)
      id=${part#*'"id":"'}
      id=${id%%\"*}
      case $host in "$KALTSTART_HOST_BEGINS"*) consider "$1" ;; esac
      time=
      host=
      ;;
    esac
  done
  unset IFS
}

consider() {
  case $id in *[!0-9a-f]* | '') return ;; esac
  seconds_of "$time" || return
  if [ "$seconds" -lt "$1" ] && { [ -z "$best" ] || [ "$seconds" -gt "$best" ]; }; then
    best=$seconds
    snapshot=$id
    moment=$time
  fi
}

set -- snapshots --json --path "$KALTSTART_PATH"
[ -z "$KALTSTART_HOST" ] || set -- "$@" --host "$KALTSTART_HOST"
[ -z "$KALTSTART_TAG" ] || set -- "$@" --tag "$KALTSTART_TAG"
list=$(restic "$@" 2>"$work/error") || refuse restic

before=$KALTSTART_BEFORE
previous=$KALTSTART_PREVIOUS
while :; do
  newest_before "$before"
  [ -n "$snapshot" ] || fail no-snapshot
  [ "$previous" -gt 0 ] || break
  previous=$((previous - 1))
  before=$best
done
if [ "$KALTSTART_DO" = look ]; then
  printf 'newest=%s\n' "$moment" >"$message"
  exit 0
fi

# Sets found: something on the claim that is not the file system's own.
something_in() {
  found=
  set +f
  for file in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if [ "${file##*/}" != lost+found ] && { [ -e "$file" ] || [ -L "$file" ]; }; then
      found=$file
      [ -z "$2" ] || rm -rf "$file" || fail not-emptied
    fi
  done
  set -f
}

# What an application has made since the damage must not mix with what comes back: a database would read a foreign journal.
folder=$claim$KALTSTART_FOLDER
something_in "$folder" remove
include=$KALTSTART_FOLDER
# only root may give the root of the volume its owner and mode back
[ "$(id -u)" = 0 ] || include="$KALTSTART_FOLDER/*"
restic restore "$snapshot" --target "$claim" --include "$include" --verify >&2 2>"$work/error" || refuse incomplete
cat "$work/error" >&2
something_in "$folder" ''
[ -n "$found" ] || fail nothing
printf 'restored=%s\nsnapshot=%s\n' "$moment" "$snapshot" >"$message"
