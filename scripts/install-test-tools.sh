#!/usr/bin/env bash
# What the tests need beside Python: a browser, Java, Node and Redis from Debian, axe and the HTML checker from npm.
# Installs what is missing as root; otherwise names it and fails.
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A packages=([chromium]=chromium [java]=default-jre-headless [node]=nodejs [npm]=npm [redis-server]=redis-server)
missing=()
for program in "${!packages[@]}"; do
  command -v "$program" >/dev/null || missing+=("${packages[$program]}")
done

if ((${#missing[@]})); then
  if [[ $(id -u) != 0 ]]; then
    echo "make test needs these packages: ${missing[*]} (apt-get install ${missing[*]})" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
fi

if [[ ! -e node_modules/.installed || package-lock.json -nt node_modules/.installed ]]; then
  npm ci --silent
  touch node_modules/.installed
fi
