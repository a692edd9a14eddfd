#include "bench/answers.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace headroom::bench {
namespace {

constexpr double kStandardErrors = 4.5;
const char* const kTotalNames[kTotals] = {"mean TPP counted", "mean TPP by exception", "mean TPP refused",
                                          "mean orders refused", "mean orders decided"};

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

void add_totals(const Tally& tally, u32 destination, Answers* answers) {
  const TallyShape& shape = tally.shape;
  const auto orders = [&](Decision d) {
    return double(tally.counters[shape.counter(destination, shape.orders(u32(d)))]);
  };
  const auto tpp = [&](Decision d) { return double(tally.sums[shape.sum(destination, shape.tpp(u32(d)))].value()); };
  for (const Decision d : {Decision::counted, Decision::general_tier1}) {
    answers->sums[kCountedTpp] += tpp(d);
    answers->sums[kDecidedOrders] += orders(d);
  }
  for (const Decision d : {Decision::lpp, Decision::nveu}) {
    answers->sums[kExceptedTpp] += tpp(d);
    answers->sums[kDecidedOrders] += orders(d);
  }
  for (const Decision d :
       {Decision::refused_cap, Decision::refused_lpp, Decision::refused_nveu, Decision::queue_full}) {
    answers->sums[kRefusedTpp] += tpp(d);
    answers->sums[kRefusedOrders] += orders(d);
    answers->sums[kDecidedOrders] += orders(d);
  }
}

}  // namespace

void Answers::merge(const Answers& other) {
  trials += other.trials;
  add_to(&exhausted, other.exhausted);
  add_to(&exhausted_count, other.exhausted_count);
  for (u32 i = 0; i < kTotals; ++i) {
    sums[i] += other.sums[i];
    squares[i] += other.squares[i];
  }
}

Answers answers_of(const Tally& tally) {
  Answers answers;
  answers.trials = tally.trials;
  const TallyShape& shape = tally.shape;
  for (u32 d = 0; d < shape.destinations; ++d) {
    answers.exhausted.push_back(tally.trials - tally.counters[shape.counter(d, shape.exhausted(shape.months))]);
    add_totals(tally, d, &answers);
  }
  for (u32 n = 0; n <= shape.destinations; ++n)
    answers.exhausted_count.push_back(tally.counters[shape.exhausted_count(n)]);
  return answers;
}

std::vector<std::string> differences(const Answers& peer, const Answers& engine,
                                     const std::vector<std::string>& names) {
  std::vector<std::string> found;
  const auto compare = [&](const std::string& what, double x, double y, double error) {
    if (!(std::abs(x - y) <= kStandardErrors * error))
      found.push_back(
          fmt::format("{}: {:.6g} and {:.6g}, {:.1f} standard errors apart", what, x, y, std::abs(x - y) / error));
  };
  const double n = double(peer.trials), m = double(engine.trials), both = 1 / n + 1 / m;
  for (std::size_t d = 0; d < names.size(); ++d) {
    // A trial more on either side of the pooled share keeps a probability of 0 or 1 from looking exact.
    const double p = double(peer.exhausted[d] + engine.exhausted[d] + 1) / (n + m + 2);
    compare("P(" + names[d] + " exhausted)", double(peer.exhausted[d]) / n, double(engine.exhausted[d]) / m,
            std::sqrt(p * (1 - p) * both));
  }
  const Mean x = mean_of(peer), y = mean_of(engine);
  compare("mean number exhausted", x.value, y.value, std::sqrt(x.squared_error + y.squared_error + 1 / (n * m)));
  for (u32 i = 0; i < kTotals; ++i) {
    const double mean = peer.sums[i] / n, variance = std::max(peer.squares[i] / n - mean * mean, 0.0);
    compare(kTotalNames[i], mean, engine.sums[i] / m, std::sqrt(variance * both + 1 / (n * m)));
  }
  return found;
}

}  // namespace headroom::bench
