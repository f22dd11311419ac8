#!/usr/bin/env bash
# What the tests need beside Python: a browser, Java, Node, Redis, nginx, OpenSSL and systemd from Debian, axe and the
# HTML checker from npm.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-packages.sh test chromium=chromium java=default-jre-headless node=nodejs npm=npm \
  redis-server=redis-server nginx=nginx openssl=openssl systemd-analyze=systemd

if [[ ! -e node_modules/.installed || package-lock.json -nt node_modules/.installed ]]; then
  npm ci --silent
  touch node_modules/.installed
fi
