#include "host/engine/mismatch.h"

#include <algorithm>

namespace headroom {
namespace {

constexpr u64 kMostSearched = 4096;  // trials among which one lost or doubled is looked for

Sum minus(const Sum& a, const Sum& b) { return {a.low - b.low, a.high - b.high - (a.low < b.low)}; }

// What two engines make of a range.
struct Pair {
  Tally first, second;
  ExhaustedBits first_bits, second_bits;

  Pair(const Tables& tables, u64 trials)
      : first(tally_shape(tables)),
        second(first.shape),
        first_bits(tables.destination_count, trials),
        second_bits(first_bits) {}
};

void compare_bits(const Pair& pair, u64 trials, std::vector<DifferentTally>* list) {
  for (u32 d = 0; d < pair.first.shape.destinations; ++d) {
    const ExhaustedBits::Pair differ = pair.first_bits.compare(d, pair.second_bits, d);
    if (differ.first_only + differ.second_only == 0) continue;
    for (u64 t = 0; t < trials; ++t) {
      const bool first = pair.first_bits.get(d, t), second = pair.second_bits.get(d, t);
      if (first != second) list->push_back({{TallyPart::exhausted_bit, d, t}, {first, 0}, {second, 0}});
    }
  }
}

std::vector<DifferentTally> compare(const Pair& pair, u64 trials) {
  std::vector<DifferentTally> list;
  const Tally &a = pair.first, &b = pair.second;
  if (a.trials != b.trials) list.push_back({{}, {a.trials, 0}, {b.trials, 0}});
  for (u64 i = 0; i < a.counters.size(); ++i)
    if (a.counters[i] != b.counters[i])
      list.push_back({counter_place(a.shape, i), {a.counters[i], 0}, {b.counters[i], 0}});
  for (u64 i = 0; i < a.sums.size(); ++i)
    if (a.sums[i] != b.sums[i]) list.push_back({sum_place(a.shape, i), a.sums[i], b.sums[i]});
  compare_bits(pair, trials, &list);
  return list;
}

// Destinations of which a tally differs that they alone bring about.
std::vector<bool> different_destinations(const std::vector<DifferentTally>& tallies, u32 count) {
  std::vector<bool> differ(count, false);
  for (const DifferentTally& tally : tallies)
    if (is_of_destination(tally.place.part)) differ[tally.place.number] = true;
  return differ;
}

// Whether `more` is `less` and `one` in all tallies of `destinations`, and wherever else these differ; where there are
// none, everywhere. A trial may be lost to the destinations and not to what comes after them.
bool is_sum(const Tally& more, const Tally& less, const Tally& one, const std::vector<bool>& destinations) {
  const bool some = std::find(destinations.begin(), destinations.end(), true) != destinations.end();
  const auto may_be_equal = [&](const TallyPlace& place) {
    return some && !(is_of_destination(place.part) && destinations[place.number]);
  };
  for (u64 i = 0; i < more.counters.size(); ++i) {
    const u64 rest = more.counters[i] - less.counters[i];
    if (rest != one.counters[i] && (rest || !may_be_equal(counter_place(more.shape, i)))) return false;
  }
  for (u64 i = 0; i < more.sums.size(); ++i) {
    const Sum rest = minus(more.sums[i], less.sums[i]);
    if (rest != one.sums[i] && (rest != Sum() || !may_be_equal(sum_place(more.shape, i)))) return false;
  }
  return true;
}

class Search {
 public:
  Search(Engine& first, Engine& second, const Tables& tables, const std::atomic<bool>& stop)
      : first_(first), second_(second), tables_(tables), stop_(stop), last_(tables, 0) {}

  std::optional<Mismatch> run(TrialRange range) {
    if (!narrow(range)) return std::nullopt;
    halve();
    if (found_.range.count > 1) found_.repeats = narrow(found_.range);
    if (found_.range.count > 1 && found_.repeats) {
      shrink();
      find_lone_trial();
    }
    return std::move(found_);
  }

 private:
  // Takes a range over if it differs.
  bool narrow(TrialRange range) {
    ++found_.runs;
    Pair pair(tables_, range.count);
    first_.run(tables_, range, stop_, &pair.first, &pair.first_bits);
    second_.run(tables_, range, stop_, &pair.second, &pair.second_bits);
    if (stop_.load()) return false;
    std::vector<DifferentTally> tallies = compare(pair, range.count);
    if (tallies.empty()) return false;
    found_.range = range;
    found_.tallies = std::move(tallies);
    last_ = std::move(pair);
    return true;
  }

  // While one half differs by itself.
  void halve() {
    while (found_.range.count > 1) {
      const auto [first, count] = found_.range;
      const u64 half = count / 2;
      if (!narrow({first, half}) && !narrow({first + half, count - half})) return;
    }
  }

  // The trials differ only together: as in a batch of some size. Takes away from the end and then from the start what
  // they can do without.
  void shrink() {
    const u64 first = found_.range.first;
    for (u64 equal = 1; found_.range.count - equal > 1;) {
      const u64 count = equal + (found_.range.count - equal) / 2;
      if (!narrow({first, count})) equal = count;
    }
    const u64 end = first + found_.range.count;
    for (u64 equal = end - 1; equal - found_.range.first > 1;) {
      const u64 start = found_.range.first + (equal - found_.range.first) / 2;
      if (!narrow({start, end - start})) equal = start;
    }
  }

  void find_lone_trial() {
    const auto [first, count] = found_.range;
    const std::vector<bool> differ = different_destinations(found_.tallies, tables_.destination_count);
    for (u64 trial = first; trial < first + std::min(count, kMostSearched) && !stop_.load(); ++trial) {
      Tally one(last_.first.shape);
      first_.run(tables_, {trial, 1}, stop_, &one);
      if (is_sum(last_.first, last_.second, one, differ)) found_.lost = trial;
      if (is_sum(last_.second, last_.first, one, differ)) found_.doubled = trial;
      if (found_.lost || found_.doubled) return;
    }
  }

  Engine &first_, &second_;
  const Tables& tables_;
  const std::atomic<bool>& stop_;
  Mismatch found_;
  Pair last_;  // of found_.range
};

bool holds(u32 from, u32 count, u32 number) { return number >= from && number - from < count; }

}  // namespace

std::optional<u64> Mismatch::trial() const {
  if (range.count == 1) return range.first;
  return lost ? lost : doubled;
}

std::optional<Mismatch> find_mismatch(Engine& first, Engine& second, const Tables& tables, TrialRange range,
                                      const std::atomic<bool>& stop) {
  return Search(first, second, tables, stop).run(range);
}

std::optional<u32> number_of(const Tables& tables, const TallyPlace& place) {
  const auto destination = [&](auto has) -> std::optional<u32> {
    for (u32 d = 0; d < tables.destination_count; ++d)
      if (has(tables.destinations[d])) return d;
    return std::nullopt;
  };
  const auto company = [&](auto has) -> std::optional<u32> {
    for (u32 c = 0; c < tables.company_count; ++c)
      if (has(tables.companies[c])) return tables.destination_count + c;
    return std::nullopt;
  };
  switch (place.part) {
    case TallyPart::trials:
    case TallyPart::exhausted_count: return std::nullopt;
    case TallyPart::book_end:
    case TallyPart::book_months:
      return destination([&](const Destination& d) {
        for (u32 i = 0; i < d.book_count; ++i)
          if (tables.book[d.book + i].tally == place.number) return true;
        return false;
      });
    case TallyPart::divert_orders:
    case TallyPart::divert_tpp:
      return destination([&](const Destination& d) {
        for (u32 i = 0; i < d.divert_count; ++i)
          if (tables.diverts[d.diverts + i].tally == place.number) return true;
        return false;
      });
    case TallyPart::broken_in:
    case TallyPart::first_broken:
    case TallyPart::slack: return company([&](const Company& c) { return holds(c.slots, c.slot_count, place.number); });
    case TallyPart::location_tpp:
      return company([&](const Company& c) { return holds(c.locations, c.location_count, place.number); });
    default: return place.number;
  }
}

std::optional<u32> number_to_replay(const Tables& tables, const std::vector<DifferentTally>& tallies) {
  // What a destination does itself says more than what several come to together.
  const auto rank = [&](const DifferentTally& tally, u32 number) {
    const u32* order = tables.words + tables.run_order;
    const u32 turn =
        number < tables.destination_count ? u32(std::find(order, order + tables.destination_count, number) - order) : 0;
    return std::pair(!is_of_destination(tally.place.part), turn);
  };
  std::optional<u32> best;
  std::pair<bool, u32> best_rank;
  for (const DifferentTally& tally : tallies) {
    const std::optional<u32> number = number_of(tables, tally.place);
    if (!number || (best && !(rank(tally, *number) < best_rank))) continue;
    best = number;
    best_rank = rank(tally, *number);
  }
  return best;
}

}  // namespace headroom
