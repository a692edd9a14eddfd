// A tilt in integers. What is rounded here is what is drawn from: ratios are
// taken of the rounded chances.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/base/digest.h"
#include "host/model/compiler.h"
#include "host/stats/tilt.h"

namespace headroom {
namespace {

constexpr u32 kTop = 1u << kRowBits;
constexpr double kMostPull = 31;  // doublings a unit of a factor

// Parts of kTop in proportion to the weights, at least 1 where a weight is
// above 0.
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

// The last part of a table once more.
template <class Number>
void again(u32 count, std::vector<Number>* table) {
  const std::vector<Number> last(table->end() - count, table->end());
  table->insert(table->end(), last.begin(), last.end());
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
      places_(kTilted + std::max<std::size_t>(choice.levels.size(), 1), compiled.destinations[destination]) {
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
  put_levels(law, choice);
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

u64 TiltedStudy::digest() const {
  Digest digest;
  digest.add(words_);
  digest.add(wides_);
  digest.add(rows_);
  digest.add(places_);
  digest.add(std::vector<Tilt>{tilt_});
  return digest.value();
}

u32 TiltedStudy::push(const std::vector<u32>& table) {
  words_.insert(words_.end(), table.begin(), table.end());
  return u32(words_.size() - table.size());
}

u32 TiltedStudy::push(const std::vector<u64>& table) {
  wides_.insert(wides_.end(), table.begin(), table.end());
  return u32(wides_.size() - table.size());
}

// Where nothing is tilted the same rows stand for all laws, so that all weigh 1
// exactly.
void TiltedStudy::put_levels(const DestinationLaw& law, const TiltChoice& choice) {
  std::vector<u64> edges;
  for (const double orders : choice.edges)
    edges.push_back(u64(std::llround(orders * std::numbers::log2e_v<long double> * 0x1p20L)));
  tilt_.levels = u32(places_.size()) - kTilted;
  tilt_.edges = push(edges);
  const Destination& nominal = places_[kNominal];
  put_pieces(choice.none() ? SizePieces{{0}, {kSizes}} : law.pieces);
  std::vector<u32> scores;
  if (choice.none()) scores.assign(std::size_t(law.quarters) * nominal.row_count, 0);
  for (std::size_t level = 0; level < choice.levels.size(); ++level)
    put_kinds(law, choice.levels[level], &places_[kTilted + level], &scores);
  tilt_.scores = push(scores);
}

// The rows of all tilted laws.
void TiltedStudy::put_pieces(const SizePieces& pieces) {
  const Destination& nominal = places_[kNominal];
  const u32 first_row = u32(rows_.size());
  std::vector<u32> piece_of;
  for (u32 p = 0; p < pieces.count(); ++p) piece_of.insert(piece_of.end(), pieces.length[p], p);
  for (u32 r = 0; r < nominal.row_count; ++r) {
    for (u32 p = 0; p < pieces.count(); ++p) {
      Row row = rows_[nominal.rows + r];
      row.sizes = piece_of_sizes(row.sizes + pieces.first[p], pieces.length[p]);
      rows_.push_back(row);
    }
  }
  tilt_.pieces = pieces.count();
  tilt_.kinds = nominal.row_count * pieces.count();
  tilt_.piece_of = push(piece_of);
  for (std::size_t at = kTilted; at < places_.size(); ++at) {
    places_[at].rows = first_row;
    places_[at].row_count = tilt_.kinds;
  }
}

// Quarters that are alike have the same tables.
void TiltedStudy::put_kinds(const DestinationLaw& law, const OrderTilt& orders, Destination* tilted,
                            std::vector<u32>* scores) {
  std::vector<u32> ends;
  std::vector<u64> guides;
  std::vector<double> grows;
  for (const double reach : law.reach) grows.push_back(std::exp(orders.kappa * reach));
  for (u32 q = 0; q < law.quarters && tilt_.kinds; ++q) {
    if (q > 0 && law.chance[q] == law.chance[q - 1] && orders.rate[q] == orders.rate[q - 1]) {
      again(tilt_.kinds, &ends);
      again(tilt_.kinds, scores);
      again(1 << kGuideBits, &guides);
      continue;
    }
    std::vector<double> weights;
    for (u32 k = 0; k < tilt_.kinds; ++k) weights.push_back(law.chance[q][k] * grows[k]);
    const std::vector<u32> parts = parts_of(weights);
    std::vector<u32> end;
    for (u32 k = 0, sum = 0; k < tilt_.kinds; ++k) {
      end.push_back(sum += parts[k]);
      const long double nominal = law.chance[q][k], drawn = static_cast<long double>(parts[k]) / kTop;
      const long double score = nominal > 0 ? std::log2(nominal / (drawn * orders.rate[q])) : 0;
      scores->push_back(u32(i32(std::llround(score * (1 << kScoreBits)))));
    }
    const std::vector<u64> guide = guide_of(end);
    ends.insert(ends.end(), end.begin(), end.end());
    guides.insert(guides.end(), guide.begin(), guide.end());
  }
  tilted->row_ends = push(ends);
  tilted->guides = push(guides);
}

u32 TiltedStudy::piece_of_sizes(u32 first, u32 length) {
  const auto [known, fresh] = pieces_.try_emplace({first, length}, 0);
  if (!fresh) return known->second;
  std::vector<u32> sizes;
  for (u32 i = 0; i < kSizes; ++i) sizes.push_back(words_[first + i / (kSizes / length)]);
  return known->second = push(sizes);
}

void TiltedStudy::put_rates(const TiltChoice& choice) {
  std::vector<u64> slopes, tilted_slopes;
  for (std::size_t level = 0; level < choice.levels.size(); ++level) {
    Destination& tilted = places_[kTilted + level];
    const std::vector<double>& rates = choice.levels[level].rate;
    std::vector<u64> bases;
    for (u32 m = 0; m < view_.months; ++m)
      bases.push_back(u64(std::llround(static_cast<long double>(wides_[tilted.bases + m]) * rates[m / 3])));
    for (const long double rate : rates) {
      slopes.push_back(slope_of(rate - 1));
      tilted_slopes.push_back(slope_of(1 - 1 / rate));
    }
    tilted.bases = push(bases);
  }
  if (choice.none()) slopes.assign(2 * view_.quarters, 0);
  slopes.insert(slopes.end(), tilted_slopes.begin(), tilted_slopes.end());
  tilt_.slopes = push(slopes);
}

// Shifts of independent innovations as one of the factors' values: m . e = sum
// of pull x z, since e is what z leaves of the z before.
void TiltedStudy::put_shift(const DestinationLaw& law, const TiltChoice& choice) {
  const u32 quarters = law.quarters;
  const auto q30 = [](u32 x) { return static_cast<long double>(i32(x)) * 0x1p-30L; };
  std::vector<u64> levels, pulls;
  double square = 0;
  for (u32 q = 0; q < quarters; ++q) {
    long double moved = 0;
    for (std::size_t i = 0; i < choice.shift.size(); ++i) moved += law.pull[q][i] * choice.shift[i];
    levels.push_back(wides_[places_[kNominal].levels + q] + q24_doublings(moved));
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
      pulls.push_back(u64(i64(std::llround(pull * std::numbers::log2e_v<long double> * (1 << kPullBits)))));
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
  const u32 shifted = push(levels);
  for (std::size_t at = kShifted; at < places_.size(); ++at) places_[at].levels = shifted;
  tilt_.pulls = push(pulls);
  tilt_.half_square = u64(std::llround(square / 2 * std::numbers::log2e_v<long double> * 0x1p32L));
}

}  // namespace headroom
