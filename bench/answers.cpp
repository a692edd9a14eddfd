#include "bench/answers.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace headroom::bench {
namespace {

constexpr double kStandardErrors = 4.5;

void add_to(std::vector<u64>* all, const std::vector<u64>& more) {
  all->resize(std::max(all->size(), more.size()));
  for (std::size_t i = 0; i < more.size(); ++i) (*all)[i] += more[i];
}

struct Mean {
  double value, squared_error;  // squared standard error of the mean
};

Mean mean_of(const Answers& answers) {
  const double n = double(answers.trials);
  double sum = 0, squares = 0;
  for (std::size_t k = 0; k < answers.exhausted_count.size(); ++k) {
    sum += double(k) * double(answers.exhausted_count[k]);
    squares += double(k * k) * double(answers.exhausted_count[k]);
  }
  const double mean = sum / n;
  return {mean, (squares / n - mean * mean) / n};
}

}  // namespace

void Answers::merge(const Answers& other) {
  trials += other.trials;
  add_to(&exhausted, other.exhausted);
  add_to(&exhausted_count, other.exhausted_count);
}

Answers answers_of(const Tally& tally) {
  Answers answers;
  answers.trials = tally.trials;
  const TallyShape& shape = tally.shape;
  for (u32 d = 0; d < shape.destinations; ++d)
    answers.exhausted.push_back(tally.trials - tally.counters[shape.counter(d, shape.exhausted(shape.months))]);
  for (u32 n = 0; n <= shape.destinations; ++n)
    answers.exhausted_count.push_back(tally.counters[shape.exhausted_count(n)]);
  return answers;
}

std::vector<std::string> differences(const Answers& a, const Answers& b, const std::vector<std::string>& names) {
  std::vector<std::string> found;
  const auto compare = [&](const std::string& what, double x, double y, double error) {
    if (!(std::abs(x - y) <= kStandardErrors * error))
      found.push_back(
          fmt::format("{}: {:.5f} and {:.5f}, {:.1f} standard errors apart", what, x, y, std::abs(x - y) / error));
  };
  const double n = double(a.trials), m = double(b.trials);
  for (std::size_t d = 0; d < names.size(); ++d) {
    // A trial more on either side of the pooled share keeps a probability of 0 or 1 from looking exact.
    const double p = double(a.exhausted[d] + b.exhausted[d] + 1) / (n + m + 2);
    compare("P(" + names[d] + " exhausted)", double(a.exhausted[d]) / n, double(b.exhausted[d]) / m,
            std::sqrt(p * (1 - p) * (1 / n + 1 / m)));
  }
  const Mean x = mean_of(a), y = mean_of(b);
  compare("mean number exhausted", x.value, y.value, std::sqrt(x.squared_error + y.squared_error + 1 / (n * m)));
  return found;
}

}  // namespace headroom::bench
