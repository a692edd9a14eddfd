#!/usr/bin/env bash
# dieharder.sh DRAW_WORDS: R. G. Brown's dieharder on the words of our own draws, in three orders (words/draw_words.cpp).
# Those of its tests that it calls good and that a few minutes are enough for, some with fewer samples; each reads its
# words from the first on. Exit 77: dieharder is missing.
#
# FAILED is p below 10^-6 or above 1 - 10^-6. WEAK is p below 0.005 or above 0.995, as one assessment in a hundred of
# sound words is, and more of those with few samples: dieharder's p then crowds towards 1 for any generator (of mt19937
# with 20 samples, 20 of 90 were above 0.9). So WEAK is counted and allowed. The words are the same each time: so is the
# outcome.
set -euo pipefail
words=$1
command -v dieharder >/dev/null || { echo "skipped: dieharder is missing; install dieharder"; exit 77; }

tests=(
  "0" "1 -p 20" "2 -p 10" "3 -p 20" "4 -p 20" "8" "9" "10" "11" "12" "13 -p 20" "15" "16" "17 -p 10"  # Marsaglia's
  "100" "101" "102 -p 20"                                                                         # NIST's
  "200 -n 4 -p 20" "200 -n 8 -p 20" "201 -n 3 -p 100" "202 -n 4"                                  # Brown's
  "203 -n 3 -p 20"              # sums of the same word of successive orders
  "203 -n 127 -t 100000 -p 10"  # and of successive destinations
  "204 -p 100" "205" "206" "207" "208" "209"
)
# What dieharder makes of a layout in one test: a line an assessment.
assess() {
  # shellcheck disable=SC2086  # a test is several words
  dieharder -g 200 -d $2 < <("$words" "$1") | grep -E 'PASSED|WEAK|FAILED' | sed "s/^/$1: /"
}

assess shared "8" | grep -c FAILED >/dev/null || { echo "a planted defect was not found: two orders of one address"; exit 1; }

log=$(mktemp /tmp/headroom-dieharder-XXXXXX)
trap 'rm -f "$log"' EXIT
for test in "${tests[@]}"; do
  for layout in walks lanes factors; do
    assess "$layout" "$test" | tee -a "$log" || { echo "dieharder -d $test said nothing of $layout"; exit 1; }
  done
done
all=$(wc -l <"$log") weak=$(grep -c WEAK "$log" || true) failed=$(grep -c FAILED "$log" || true)
echo "$all assessments: $failed FAILED, $weak WEAK ($(((all + 50) / 100)) expected or more)"
[ "$failed" -eq 0 ]
