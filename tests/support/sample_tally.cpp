#include "tests/support/sample_tally.h"

namespace headroom::testing {
namespace {

void add_shares(Tally* tally, u32 destination, u32 sum_index, double shares) {
  tally->sum(tally->shape.sum(destination, sum_index), static_cast<u64>(shares * (1 << kShareBits)));
}

void add_first_destination(Tally* tally) {
  const TallyShape& s = tally->shape;
  const auto count = [&](u32 index, u64 n) { tally->count(s.counter(0, index), n); };
  count(s.exhausted(0), 10);
  count(s.exhausted(2), 15);
  count(s.exhausted(3), 5);
  count(s.exhausted(4), 10);
  count(s.critical(0), 12);
  count(s.critical(2), 20);
  count(s.critical(4), 8);
  count(s.first_to_exhaust(), 28);
  count(s.orders(u32(Decision::counted)), 400);
  count(s.orders(u32(Decision::refused_cap)), 60);
  count(s.utilisation(50), 10);
  count(s.utilisation(200), 30);
  count(s.use_before(100), 10);
  count(s.use_before(190), 20);
  count(s.refused(refused_bin(0)), 10);
  count(s.refused(refused_bin(8)), 28);
  count(s.refused(refused_bin(1000)), 2);
  tally->sum(s.sum(0, s.refused_tpp(refused_bin(8))), 28 * 8);
  tally->sum(s.sum(0, s.refused_tpp(refused_bin(1000))), 2 * 1000);
  tally->sum(s.sum(0, s.tpp(u32(Decision::counted))), 32500);
  tally->sum(s.sum(0, s.offered_tpp()), 40000);
  tally->sum(s.sum(0, s.unused_tpp()), 7500);
  add_shares(tally, 0, s.utilisation_share(), 10 * 0.25 + 30);
  add_shares(tally, 0, s.use_before_share(), 10 * 0.5 + 20 * 0.95);
}

void add_second_destination(Tally* tally) {
  const TallyShape& s = tally->shape;
  const auto count = [&](u32 index, u64 n) { tally->count(s.counter(1, index), n); };
  count(s.exhausted(3), 5);
  count(s.exhausted(4), 35);
  count(s.critical(4), 40);
  count(s.first_to_exhaust(), 2);
  count(s.utilisation(20), 40);
  count(s.use_before(20), 5);
  count(s.refused(0), 40);
  tally->sum(s.sum(1, s.unused_tpp()), 36000);
  add_shares(tally, 1, s.utilisation_share(), 4);
  add_shares(tally, 1, s.use_before_share(), 0.5);
}

}  // namespace

CompiledStudy sample_compiled() {
  CompiledStudy compiled;
  compiled.capped = {{"AAA", "Alpha", 2, 1000, {1.5, 0.5, 0}, 10}, {"BBB", "Bêta, the second", 2, 1000, {}, 1}};
  compiled.uncapped = {{"USA", "United States", 1, 0, {2, 0, 0}, 3}};
  compiled.book = {{"X", "AAA"}};
  return compiled;
}

Study sample_study() {
  Study study;
  study.name = "sample";
  study.seed = 5;
  study.start = {2025, 1};
  study.months = 4;
  return study;
}

Tally sample_tally() {
  Tally tally(TallyShape{4, 2, 1});
  tally.trials = 40;
  add_first_destination(&tally);
  add_second_destination(&tally);
  const TallyShape& s = tally.shape;
  tally.count(s.book_end(0, u32(BookEnd::shipped)), 8);
  tally.count(s.book_end(0, u32(BookEnd::partly)), 4);
  tally.count(s.book_end(0, u32(BookEnd::refused)), 8);
  tally.count(s.book_months(0), 12);
  tally.count(s.exhausted_count(0), 10);
  tally.count(s.exhausted_count(1), 25);
  tally.count(s.exhausted_count(2), 5);
  tally.count(s.pair(0, 1), 5);
  return tally;
}

}  // namespace headroom::testing
