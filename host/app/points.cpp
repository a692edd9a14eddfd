#include "host/app/points.h"

#include <bit>

#include <fmt/format.h>

#include "host/trial/points.h"

namespace headroom {
namespace {

constexpr double kFewestReplicates = 2, kMostReplicates = 1024;

// Of the two powers of two around it that which is nearer in proportion.
u64 nearest_power(u64 x) {
  const u64 below = std::bit_floor(x);
  return double(x) * double(x) > 2 * double(below) * double(below) ? 2 * below : below;
}

std::string around(u64 x, u64 least) {
  const u64 below = std::bit_floor(x);
  return below < least ? std::to_string(least) : fmt::format("{} or {}", below, 2 * below);
}

}  // namespace

void add_point_options(CLI::App& command, RunOptions* options) {
  add_word(command, "--points", options->points, "KIND",
           "of --estimator conditional: random or sobol, scrambled points that fill the space\nof the factors evenly; "
           "sobol needs a power of two as --trials; default random");
  add_word(command, "--replicates", options->replicates_text, "R",
           "of --points sobol: independent scramblings, a power of two, whose spread makes the\nintervals; each has "
           "--trials / R points; default 16");
}

void check_points(RunOptions* options, Problems& problems) {
  check_word("--points", options->points, {"random", "sobol"}, problems);
  const bool sobol = options->points == "sobol";
  if (sobol && options->estimator != "conditional")
    problems.error({}, "--points sobol needs --estimator conditional; leave out one of them");
  if (!sobol && !options->replicates_text.empty())
    problems.error({}, "--replicates is for --points sobol; add that, or leave it out");
  const auto replicates =
      whole_option("--replicates", options->replicates_text, kFewestReplicates, problems, kMostReplicates);
  if (replicates && !std::has_single_bit(*replicates))
    problems.error({}, fmt::format("--replicates {} is no power of two; use {}", *replicates, around(*replicates, 2)));
  options->replicates = u32(replicates.value_or(options->replicates));
}

TrialRange point_range(const RunOptions& options, const Study& study) {
  const u64 least = options.replicates;
  const u64 trials = options.trials.value_or(std::max(nearest_power(study.trials), least));
  if (!std::has_single_bit(trials) || trials < least) {
    throw InputError(fmt::format("--trials {}: {} replicates of Sobol points need a power of two, {} at least; use {}",
                                 trials, least, least, around(trials, least)));
  }
  if (options.first_trial % trials) {
    throw InputError(fmt::format("--first-trial {} does not begin the points of {} trials; use a multiple of {}",
                                 options.first_trial, trials, trials));
  }
  const TrialRange range = checked_range(options.first_trial, trials);
  if ((range.first + range.count) / least <= u64(1) << kPointBits) return range;
  throw InputError(
      fmt::format("--first-trial {} and {} trials pass the {} points of each replicate; fewer trials, or "
                  "an earlier first one",
                  range.first, range.count, u64(1) << kPointBits));
}

}  // namespace headroom
