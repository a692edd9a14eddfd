#include "host/engine/joint.h"

#include <algorithm>

namespace headroom {

namespace {
constexpr u64 kNone = u64(kNever) << 32;
}

JointBatch::JointBatch(u32 destinations, u64 trials) : exhausted_(trials), first_(trials, First{kNone, 0}) {
  for (auto& list : exhausted_) list.reserve(destinations);
}

void JointBatch::clear() {
  for (auto& list : exhausted_) list.clear();
  for (First& first : first_) first = {kNone, 0};
}

void JointBatch::note(u32 trial, u32 destination, u64 key) {
  if (key == kNone) return;
  exhausted_[trial].push_back(destination);
  First& first = first_[trial];
  if (key < first.key || (key == first.key && destination < first.destination)) first = {key, destination};
}

void JointBatch::mark(u32 trials, u64 first, ExhaustedBits* bits) const {
  for (u32 t = 0; t < trials; ++t)
    for (const u32 d : exhausted_[t]) bits->set(d, first + t);
}

void JointBatch::tally(u32 trials, Tally* to) {
  const TallyShape& shape = to->shape;
  for (u32 t = 0; t < trials; ++t) {
    std::vector<u32>& list = exhausted_[t];
    std::sort(list.begin(), list.end());  // a pair is counted under its lower number first
    to->count(shape.exhausted_count(u32(list.size())), 1);
    if (list.empty()) continue;
    to->count(shape.counter(first_[t].destination, shape.first_to_exhaust()), 1);
    for (std::size_t b = 1; b < list.size(); ++b)
      for (std::size_t a = 0; a < b; ++a) to->count(shape.pair(list[a], list[b]), 1);
  }
}

}  // namespace headroom
