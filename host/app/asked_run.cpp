#include "host/app/asked_run.h"

#include <fmt/format.h>

#include "host/app/estimate.h"
#include "host/app/points.h"
#include "host/base/text.h"

namespace headroom {
namespace fs = std::filesystem;

LoadOptions load_options(const RunOptions& options) {
  return {options.regime.empty() ? std::nullopt : std::optional(options.regime), options.seed, data_root(options.data)};
}

TrialRange asked_range(const RunOptions& options, const Study& study) {
  if (options.points == "sobol") return point_range(options, study);
  return checked_range(options.first_trial, options.trials.value_or(study.trials));
}

fs::path run_out(const RunOptions& options, const Study& study) {
  const TrialRange range = asked_range(options, study);
  const std::string trials = fmt::format("{}-{}", range.first, range.count);
  if (options.estimator == "plain") return chosen_out(options.out, study, trials);
  return chosen_out(options.out, study, options.estimator + (simulates(options.estimator) ? "-" + trials : ""));
}

bool is_study(const std::string& typed, const fs::path& out) { return !typed.empty() && fs::path(typed) != out; }

std::string range_text(const TrialRange& range) {
  return fmt::format("trials {} to {}", range.first, range.first + range.count - 1);
}

void refuse_run(const fs::path& out, const std::string& why) {
  throw InputError(fmt::format("{}: {}", in_quotes(out.string()), why));
}

}  // namespace headroom
