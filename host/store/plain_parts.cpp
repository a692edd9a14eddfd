#include "host/store/plain_parts.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/store/sound_tally.h"
#include "host/store/tally_numbers.h"

namespace headroom {
namespace {

constexpr std::ptrdiff_t kShapeNumbers = kShapeBytes / 4;
constexpr const char* kLess = "less in it than it says";

// No larger than the numbers that are there.
std::optional<TallyShape> shape_of(const std::vector<u64>& n, std::string* why) {
  if (n.size() <= u64(kShapeNumbers)) return *why = kLess, std::nullopt;
  const bool whole = std::all_of(n.begin(), n.begin() + kShapeNumbers, [](u64 x) { return x <= ~u32(0); });
  const TallyShape shape{u32(n[0]), u32(n[1]), u32(n[2]), u32(n[3]), u32(n[4]), u32(n[5]), u32(n[6])};
  *why = whole ? shape_problem(shape) : "a shape that cannot be";
  if (why->empty() && shape.all_counters() + 2 * shape.all_sums() > n.size()) *why = kLess;
  return why->empty() ? std::optional(shape) : std::nullopt;
}

Tally tally_of(const SavedPart& part, u64 trials, std::string* why) {
  const std::optional<TallyShape> shape = shape_of(part.numbers, why);
  if (!shape) return Tally();
  Tally tally(*shape);
  if (!read_numbers(part.numbers, tally)) *why = kLess;
  if (why->empty() && tally.trials != trials) *why = "the number of trials does not fit their ranges";
  if (why->empty()) *why = why_unsound(tally);
  return tally;
}

}  // namespace

bool fits(const SavedScenario& scenario, std::string_view name, u64 digest, const Tally& tally,
          const PairTally& pairs) {
  return scenario.name == name && scenario.digest == digest && scenario.tally.shape == tally.shape &&
         scenario.pairs.exhausted.size() == pairs.exhausted.size() && scenario.pairs.more.size() == pairs.more.size();
}

SavedPart part_of(const SavedScenario& scenario) {
  return {scenario.name, scenario.digest, numbers_of(scenario.tally, scenario.pairs)};
}

SavedScenario scenario_of(const SavedPart& part, u64 trials, std::string* why) {
  SavedScenario one{part.name, part.digest, Tally(), PairTally()};
  const std::optional<TallyShape> shape = shape_of(part.numbers, why);
  if (!shape) return one;
  const u64 of_tally = u64(kShapeNumbers) + 1 + shape->all_counters() + 2 * shape->all_sums(),
            all = part.numbers.size();
  const u64 pairs = of_tally + 2 <= all ? part.numbers[of_tally] : all;
  const u64 more = of_tally + 2 <= all ? part.numbers[of_tally + 1] : all;
  if (pairs > all || more > all || of_tally + 2 + 2 * pairs + more != all) return *why = kLess, one;
  one.tally = Tally(*shape);
  one.pairs.exhausted.resize(pairs);
  one.pairs.more.resize(more);
  if (!read_numbers(part.numbers, one.tally, one.pairs)) *why = kLess;
  if (why->empty() && one.tally.trials != trials) *why = "the number of trials does not fit their ranges";
  if (why->empty()) *why = why_unsound(one.tally);
  if (why->empty()) *why = why_unsound(one.pairs, trials);
  return one;
}

SavedTallies tallies_of(const Checkpoint& saved, std::string* why) {
  SavedTallies tallies{saved.study_digest, saved.seed, {{saved.first_trial, saved.done}}, Tally(), {}};
  if (saved.estimator != kPlain) {
    *why = fmt::format("of --estimator {}, which leaves no tallies that could be added up", printable(saved.estimator));
  } else if (saved.parts.empty() || !is_range({saved.first_trial, saved.done})) {
    *why = "ranges of trials that cannot be";
  } else {
    tallies.tally = tally_of(saved.parts.front(), saved.done, why);
  }
  for (std::size_t i = 1; why->empty() && i < saved.parts.size(); ++i)
    tallies.scenarios.push_back(scenario_of(saved.parts[i], saved.done, why));
  return tallies;
}

}  // namespace headroom
