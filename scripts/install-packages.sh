#!/usr/bin/env bash
# Debian packages that a target of the Makefile needs: `install-packages.sh TARGET PROGRAM=PACKAGE…`.
# Installs those whose program is missing as root; otherwise names them and fails.
set -euo pipefail

target=$1
shift
missing=()
for pair in "$@"; do
  command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
done
((${#missing[@]})) || exit 0

if [[ $(id -u) != 0 ]]; then
  echo "make $target needs these packages: ${missing[*]} (apt-get install ${missing[*]})" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
