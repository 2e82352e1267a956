#!/bin/sh
# Git asks here for the user's name and the password of an https address. The environment says where the secret lies, not
# what it is.
case $1 in
Username*) printf '%s\n' "$KALTSTART_GIT_USERNAME" ;;
*) head -n 1 -- "$KALTSTART_GIT_TOKEN_FILE" ;;
esac
