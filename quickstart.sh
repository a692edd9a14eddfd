#!/usr/bin/env bash
# quickstart.sh           installs what is missing, builds, and runs the main job: the baseline study
# quickstart.sh test      the same set-up, then all tests
# quickstart.sh packages  installs what is missing and stops
#
# Debian 12 or newer, Ubuntu 24.04 or newer; as root, or as a user with sudo. What is there already is left alone: once
# the packages are installed nothing needs the network.
set -euo pipefail
cd "$(dirname "$0")"

packages=(g++ cmake ninja-build python3 libcli11-dev libtomlplusplus-dev nlohmann-json3-dev libfmt-dev
          libboost-math-dev libkissfft-dev libsqlite3-dev libgtest-dev)

say() { printf '== %s\n' "$*" >&2; }

install_packages() {
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    say "all packages are there"
    return
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { say "these packages are missing and there is no sudo: ${missing[*]}"; exit 1; }
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" >&2
}

build() {  # further arguments go to cmake
  say "building in build/release"
  cmake --preset release "$@" >&2
  cmake --build --preset release >&2
}

case "${1:-run}" in
  packages)
    install_packages
    ;;
  run)
    install_packages
    build -DHEADROOM_TESTS=OFF -DHEADROOM_BENCH=OFF
    say "running the baseline study, 100,000 trials"
    out=runs/baseline-2025-quickstart
    # shellcheck disable=SC2046
    build/release/headroom run baseline-2025 --trials 100000 --out $out $([ ! -d $out/unfinished ] || echo --resume)
    ;;
  test)
    install_packages
    gpu=OFF
    if command -v nvidia-smi >/dev/null && nvidia-smi -L 2>/dev/null | grep -q GPU; then gpu=ON; fi
    build -DHEADROOM_TESTS=ON -DHEADROOM_BENCH=ON -DHEADROOM_GPU_TESTS=$gpu
    say "testing"
    ctest --preset release --parallel "$(nproc)"
    ;;
  *)
    sed -n '2,4s/^# //p' "$0" >&2
    exit 2
    ;;
esac
