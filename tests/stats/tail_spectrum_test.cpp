// Tails of sums of orders against Panjer's recursion in long double.
#include "host/stats/tail_spectrum.h"

#include <gtest/gtest.h>

#include "host/stats/fft.h"
#include "tests/support/panjer.h"

namespace headroom {
namespace {

// Geometric sizes from `first` on, `share` of each step's chance left for the next; some pass all cells.
std::vector<double> geometric(std::size_t last, std::size_t first, double share) {
  std::vector<double> cells(last + 1, 0.0);
  double left = 1;
  for (std::size_t i = first; i <= last; ++i, left *= share) cells[i] = left * (1 - share);
  return cells;
}

LatticeLaws laws_of(const std::vector<std::vector<double>>& parts) { return {parts, parts.front().size() - 1, {}}; }

TEST(Fft, lengths_are_even_and_have_small_factors) {
  for (const std::size_t least : {1u, 16u, 17u, 100u, 1001u, 49'376u, 197'504u, 1'000'000u}) {
    std::size_t n = fft_length(least);
    EXPECT_GE(n, least);
    EXPECT_LT(n, std::max<std::size_t>(17, least + least / 8));
    EXPECT_EQ(n % 2, 0u);
    for (const std::size_t factor : {2u, 3u, 5u})
      while (n % factor == 0) n /= factor;
    EXPECT_EQ(n, 1u) << least;
  }
}

TEST(Fft, is_the_sum_that_defines_it_and_its_inverse_undoes_it) {
  for (const std::size_t n : {16u, 18u, 30u, 48u, 50u}) {
    const RealFft fft(n);
    std::vector<double> x;
    for (std::size_t j = 0; j < n; ++j) x.push_back(double((j * j + 3 * j) % 11) - 4);
    const std::vector<Complex> bins = fft.forward(x);
    ASSERT_EQ(bins.size(), n / 2 + 1);
    for (std::size_t k = 0; k < bins.size(); ++k) {
      Complex sum = 0;
      for (std::size_t j = 0; j < n; ++j) sum += x[j] * std::polar(1.0, -6.283185307179586 * double(j * k) / double(n));
      EXPECT_NEAR(std::abs(bins[k] - sum), 0, 1e-11) << n << " " << k;
    }
    const std::vector<double> back = fft.inverse(bins);
    for (std::size_t j = 0; j < n; ++j) EXPECT_NEAR(back[j], x[j], 1e-13);
  }
}

TEST(TailSpectrum, agrees_with_panjers_recursion_within_its_own_bound) {
  const auto cells = geometric(700, 3, 0.98);
  const TailSpectrum spectrum(laws_of({cells}));
  for (const double mean : {1e-6, 0.01, 0.5, 3.0, 10.0, 14.0, 30.0, 80.0, 300.0}) {
    const double exact = double(testing::panjer_tail(cells, mean, 700)), error = spectrum.error(mean);
    EXPECT_NEAR(spectrum.of_means({mean}), exact, error) << mean;
    EXPECT_LT(error, 1e-9);
  }
}

TEST(TailSpectrum, bound_is_not_far_too_wide) {
  // What wraps around is the larger part of it, and is nearly reached where sums far above the cells are sure.
  const auto cells = geometric(700, 300, 0.9);
  const TailSpectrum spectrum(laws_of({cells}));
  EXPECT_LT(spectrum.error(10), 1e-10);
  EXPECT_GT(spectrum.error(10), 4e-11);
}

TEST(TailSpectrum, parts_add_up_like_the_orders_of_one_mixed_law) {
  const auto a = geometric(500, 2, 0.97), b = geometric(500, 40, 0.9);
  const TailSpectrum both(laws_of({a, b}));
  std::vector<double> mixed(501);
  for (const auto& [one, other] : {std::pair(3.0, 5.0), {12.0, 0.0}, {0.0, 9.0}, {0.0, 0.0}}) {
    for (std::size_t i = 0; i < mixed.size(); ++i) mixed[i] = (one * a[i] + other * b[i]) / std::max(one + other, 1.0);
    const double exact = double(testing::panjer_tail(mixed, std::max(one + other, 1.0), 500));
    // Where there are fewer than one order the mixed law lacks chance; only none at all is asked for.
    if (one + other > 0) {
      EXPECT_NEAR(both.of_means({one, other}), exact, both.error(one + other));
    } else {
      EXPECT_NEAR(both.of_means({0, 0}), 0, both.error(0));
    }
  }
}

TEST(TailSpectrum, counts_of_orders_are_convolved) {
  // One order of 1 to 6 steps, each as likely: dice. P(sum of n > 10) by hand.
  std::vector<double> die(11, 0.0);
  for (int face = 1; face <= 6; ++face) die[face] = 1 / 6.0;
  const std::vector<double> tails = TailSpectrum(laws_of({die})).of_counts(12);
  const double expected[] = {0, 0, 3 / 36.0, 108 / 216.0, (1296 - 206) / 1296.0};
  for (int n = 0; n < 5; ++n) EXPECT_NEAR(tails[n], expected[n], 1e-10) << n;
  EXPECT_NEAR(tails[11], 1, 1e-10);
}

TEST(TailSpectrum, poisson_mean_of_counts_is_the_answer_of_means) {
  const auto cells = geometric(900, 1, 0.99);
  const TailSpectrum spectrum(laws_of({cells}));
  const std::vector<double> tails = spectrum.of_counts(120);
  for (const double mean : {0.3, 4.0, 9.0, 40.0}) {
    double chance = std::exp(-mean), sum = 0;
    for (std::size_t n = 0; n < tails.size(); ++n, chance *= mean / double(n)) sum += chance * tails[n];
    EXPECT_NEAR(sum, spectrum.of_means({mean}), 2 * spectrum.error(mean)) << mean;
  }
}

}  // namespace
}  // namespace headroom
