// What estimators count, as rows of integers: one list of them all, in a fixed order, writes saves and reads them.
#pragma once
#include <concepts>
#include <vector>

#include "host/engine/conditional.h"
#include "host/engine/pair_tally.h"
#include "host/engine/weight_tally.h"
#include "host/stats/control.h"
#include "host/store/bytes.h"

namespace headroom {

// For constant ones, which are written, and for those that are read into.
template <class T, class Of>
concept Either = std::same_as<std::remove_const_t<T>, Of>;

// Calls visit.shape(n) for what follows from tables and visit.number(n) for what was counted.
template <Either<u64> T, class Visit>
void each_number(T& number, Visit& visit) {
  visit.number(number);
}

template <Either<Sum> T, class Visit>
void each_number(T& sum, Visit& visit) {
  visit.number(sum.low);
  visit.number(sum.high);
}

template <Either<TallyShape> T, class Visit>
void each_number(T& shape, Visit& visit) {
  for (const u32 n :
       {shape.months, shape.destinations, shape.book, shape.diverts, shape.slots, shape.looks, shape.locations})
    visit.shape(n);
}

template <Either<Tally> T, class Visit>
void each_number(T& tally, Visit& visit) {
  each_number(tally.shape, visit);
  visit.number(tally.trials);
  for (auto& counter : tally.counters) visit.number(counter);
  for (auto& sum : tally.sums) each_number(sum, visit);
}

// Of the partners nothing: the studies tell them.
template <Either<PairTally> T, class Visit>
void each_number(T& pairs, Visit& visit) {
  visit.shape(pairs.exhausted.size());
  visit.shape(pairs.more.size());
  for (auto& pair : pairs.exhausted) {
    visit.number(pair.first_only);
    visit.number(pair.second_only);
  }
  for (auto& trials : pairs.more) visit.number(trials);
}

template <Either<ConditionalTally> T, class Visit>
void each_number(T& tally, Visit& visit) {
  visit.shape(tally.replicates);
  visit.shape(tally.places);
  visit.shape(tally.months);
  visit.number(tally.trials);
  for (auto& sum : tally.chances) each_number(sum, visit);
  for (auto& sum : tally.squares) each_number(sum, visit);
}

template <Either<WeightTally> T, class Visit>
void each_number(T& tally, Visit& visit) {
  visit.shape(tally.months.size());
  visit.number(tally.trials);
  visit.number(tally.nominal);
  for (auto& month : tally.months) {
    visit.number(month.hits);
    visit.number(month.largest);
    for (auto* sum : {&month.weights, &month.squares_low, &month.squares_high}) each_number(*sum, visit);
  }
}

template <Either<ControlCounts> T, class Visit>
void each_number(T& counts, Visit& visit) {
  visit.shape(counts.study.size());
  visit.number(counts.trials);
  for (auto* list : {&counts.study, &counts.relative, &counts.both})
    for (auto& trials : *list) visit.number(trials);
}

// Every number of these, one after the other.
template <class... Sums>
std::vector<u64> numbers_of(const Sums&... sums) {
  struct {
    std::vector<u64> all;
    void shape(u64 n) { all.push_back(n); }
    void number(u64 n) { all.push_back(n); }
  } writer;
  (each_number(sums, writer), ...);
  return std::move(writer.all);
}

// How many they are.
template <class... Sums>
u64 count_numbers(const Sums&... sums) {
  struct {
    u64 count = 0;
    void shape(u64) { ++count; }
    void number(u64) { ++count; }
  } counter;
  (each_number(sums, counter), ...);
  return counter.count;
}

// Straight into a file: a copy of millions of numbers takes longer than to write them.
template <class... Sums>
void put_numbers(ByteWriter& out, const Sums&... sums) {
  struct {
    ByteWriter& out;
    void shape(u64 n) { out.put_short(n); }
    void number(u64 n) { out.put_short(n); }
  } writer{out};
  (each_number(sums, writer), ...);
}

// The way back, into sums of the right shape. False where the numbers are of other shapes.
template <class... Sums>
bool read_numbers(const std::vector<u64>& numbers, Sums&... sums) {
  struct {
    const std::vector<u64>& all;
    std::size_t at = 0;
    bool fits = true;
    u64 next() { return at < all.size() ? all[at++] : (fits = false, u64(0)); }
    void shape(u64 n) { fits &= next() == n; }
    void number(u64& n) { n = next(); }
  } reader{numbers};
  (each_number(sums, reader), ...);
  return reader.fits && reader.at == numbers.size();
}

}  // namespace headroom
