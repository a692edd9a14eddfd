// A tilt in integers. What is rounded here is what is drawn from: ratios are taken of the rounded chances.
#include <algorithm>
#include <cmath>

#include "host/model/compiler.h"
#include "host/stats/tilt.h"

namespace headroom {
namespace {

constexpr long double kLog2e = 1.442695040888963407359924681001892137L;
constexpr u32 kTop = 1u << kRowBits;
constexpr double kMostPull = 31;  // doublings a unit of a factor

// Parts of kTop in proportion to the weights, at least 1 where a weight is above 0.
std::vector<u32> parts_of(const std::vector<double>& weights) {
  double total = 0;
  u32 some = 0;
  for (const double weight : weights) total += weight, some += weight > 0;
  std::vector<u32> parts;
  u32 given = 0;
  for (const double weight : weights) {
    parts.push_back(weight > 0 ? 1 + u32((kTop - some) * (weight / total)) : 0);
    given += parts.back();
  }
  if (some) {
    // What rounding down has left goes to the likeliest.
    *std::max_element(parts.begin(), parts.end()) += kTop - given;
  } else if (!parts.empty()) {
    parts.back() = kTop;
  }
  return parts;
}

u32 fixed_u32(long double x) { return u32(std::min<i64>(std::llround(x * 0x1p32L), 0xFFFFFFFFll)); }

// x >= 0 as the slopes of Tilt are kept.
u64 slope_of(long double x) {
  u32 doubled = 0;
  for (; x >= 1; x /= 2) ++doubled;
  return u64(doubled) << 32 | fixed_u32(x);
}

}  // namespace

TiltedStudy::TiltedStudy(const CompiledStudy& compiled, u32 destination, const DestinationLaw& law,
                         const TiltChoice& choice)
    : view_(compiled.tables()),
      words_(compiled.words),
      wides_(compiled.wides),
      rows_(compiled.rows),
      places_(2, compiled.destinations[destination]) {
  // Of the factors only those that the destination loads on.
  for (Destination& place : places_) {
    if (place.own != kNoFactor) place.own = place.group == kNoFactor ? 1 : 2;
    if (place.group != kNoFactor) place.group = 1;
  }
  const Destination& from = compiled.destinations[destination];
  if (from.own != kNoFactor) view_.owns += from.own - 1 - view_.group_count;
  if (from.group != kNoFactor) view_.groups += from.group - 1;
  view_.own_count = from.own != kNoFactor;
  view_.group_count = from.group != kNoFactor;
  put_kinds(law, choice);
  put_rates(choice);
  put_shift(law, choice);
}

Tables TiltedStudy::tables() const {
  Tables t = view_;
  t.words = words_.data();
  t.wides = wides_.data();
  t.rows = rows_.data();
  t.destinations = places_.data();
  t.word_count = u32(words_.size());
  t.wide_count = u32(wides_.size());
  t.row_count = u32(rows_.size());
  t.destination_count = u32(places_.size());
  t.company_count = t.location_count = t.slot_count = 0;
  return t;
}

u32 TiltedStudy::push(const std::vector<u32>& table) {
  words_.insert(words_.end(), table.begin(), table.end());
  return u32(words_.size() - table.size());
}

u32 TiltedStudy::push(const std::vector<u64>& table) {
  wides_.insert(wides_.end(), table.begin(), table.end());
  return u32(wides_.size() - table.size());
}

// Where nothing is tilted the same rows stand for both, so that all weigh 1 exactly.
void TiltedStudy::put_kinds(const DestinationLaw& law, const TiltChoice& choice) {
  Destination& tilted = places_[kTilted];
  if (choice.none()) {
    tilt_.pieces = 1;
    tilt_.kinds = tilted.row_count;
    tilt_.piece_of = push(std::vector<u32>(kSizes, 0));
    tilt_.scores = push(std::vector<u32>(std::size_t(law.quarters) * tilted.row_count, 0));
    return;
  }
  const u32 pieces = law.pieces.count(), kinds = tilted.row_count * pieces;
  std::vector<u64> guides;
  std::vector<u32> ends, scores, piece_of;
  for (u32 q = 0; q < law.quarters && kinds; ++q) {
    std::vector<double> weights;
    for (u32 k = 0; k < kinds; ++k) weights.push_back(law.chance[q][k] * std::exp(choice.kappa * law.reach[k]));
    const std::vector<u32> parts = parts_of(weights);
    std::vector<u32> end;
    for (u32 k = 0, sum = 0; k < kinds; ++k) {
      end.push_back(sum += parts[k]);
      const long double nominal = law.chance[q][k], drawn = static_cast<long double>(parts[k]) / kTop;
      const long double score = nominal > 0 ? std::log2(nominal / (drawn * choice.rate[q])) : 0;
      scores.push_back(u32(i32(std::llround(score * (1 << kScoreBits)))));
    }
    const std::vector<u64> guide = guide_of(end);
    ends.insert(ends.end(), end.begin(), end.end());
    guides.insert(guides.end(), guide.begin(), guide.end());
  }
  for (u32 p = 0; p < pieces; ++p) piece_of.insert(piece_of.end(), law.pieces.length[p], p);
  const u32 first_row = u32(rows_.size());
  for (u32 r = 0; r < tilted.row_count; ++r) {
    for (u32 p = 0; p < pieces; ++p) {
      Row row = rows_[tilted.rows + r];
      row.sizes = piece_of_sizes(row.sizes + law.pieces.first[p], law.pieces.length[p]);
      rows_.push_back(row);
    }
  }
  tilted.rows = first_row;
  tilted.row_count = kinds;
  tilted.row_ends = push(ends);
  tilted.guides = push(guides);
  tilt_.pieces = pieces;
  tilt_.kinds = kinds;
  tilt_.piece_of = push(piece_of);
  tilt_.scores = push(scores);
}

u32 TiltedStudy::piece_of_sizes(u32 first, u32 length) {
  const auto [known, fresh] = pieces_.try_emplace({first, length}, 0);
  if (!fresh) return known->second;
  std::vector<u32> sizes;
  for (u32 i = 0; i < kSizes; ++i) sizes.push_back(words_[first + i / (kSizes / length)]);
  return known->second = push(sizes);
}

void TiltedStudy::put_rates(const TiltChoice& choice) {
  Destination& tilted = places_[kTilted];
  std::vector<u64> bases, slopes;
  for (u32 m = 0; m < view_.months; ++m)
    bases.push_back(u64(std::llround(static_cast<long double>(wides_[tilted.bases + m]) * choice.rate[m / 3])));
  for (const double rate : choice.rate) slopes.push_back(slope_of(static_cast<long double>(rate) - 1));
  for (const double rate : choice.rate) slopes.push_back(slope_of(1 - 1 / static_cast<long double>(rate)));
  tilted.bases = push(bases);
  tilt_.slopes = push(slopes);
}

// Shifts of independent innovations as one of the factors' values: m . e = sum of pull x z, since e is what z leaves of
// the z before.
void TiltedStudy::put_shift(const DestinationLaw& law, const TiltChoice& choice) {
  const u32 quarters = law.quarters;
  const auto q30 = [](u32 x) { return static_cast<long double>(i32(x)) * 0x1p-30L; };
  std::vector<u64> levels, pulls;
  double square = 0;
  for (u32 q = 0; q < quarters; ++q) {
    long double moved = 0;
    for (std::size_t i = 0; i < choice.shift.size(); ++i) moved += law.pull[q][i] * choice.shift[i];
    levels.push_back(wides_[places_[kTilted].levels + q] + q24_doublings(moved));
  }
  for (const double x : choice.shift) square += x * x;
  const long double shared = q30(view_.correlation), alone = view_.correlation ? q30(view_.correlation_rest) : 1;
  const auto add = [&](u32 rho, u32 rest, auto of_innovation) {
    for (u32 q = 0; q < quarters; ++q) {
      const auto part = [&](u32 at) {
        const long double x = of_innovation(at);
        return x == 0 ? x : x / (at == 0 ? 1 : q30(rest));
      };
      const long double pull = part(q) - (q + 1 < quarters ? q30(rho) * part(q + 1) : 0);
      pulls.push_back(u64(i64(std::llround(pull * kLog2e * (1 << kPullBits)))));
    }
  };
  const auto region = [&](u32 q) {
    const long double x = choice.shift[quarters + q];
    return x == 0 ? x : x / alone;
  };
  add(view_.global_rho, view_.global_rest, [&](u32 q) { return choice.shift[q] - shared * region(q); });
  add(view_.region_rho, view_.region_rest, region);
  add(view_.own_rho, view_.own_rest, [&](u32 q) { return static_cast<long double>(choice.shift[2 * quarters + q]); });
  const auto too_large = [](u64 pull) { return std::abs(double(i64(pull))) > kMostPull * (1 << kPullBits); };
  if (std::any_of(pulls.begin(), pulls.end(), too_large)) {
    TiltChoice unshifted = choice;
    unshifted.shift.assign(choice.shift.size(), 0);
    return put_shift(law, unshifted);
  }
  places_[kTilted].levels = push(levels);
  tilt_.pulls = push(pulls);
  tilt_.half_square = u64(std::llround(square / 2 * kLog2e * 0x1p32L));
}

}  // namespace headroom
