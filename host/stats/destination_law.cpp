#include "host/stats/destination_law.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom {
namespace {

// Eight single sizes at the top, then four pieces an octave.
SizePieces fine_at_the_top() {
  SizePieces pieces;
  const auto add = [&](u32 count, u32 length) {
    for (u32 i = 0; i < count; ++i) pieces.length.push_back(length);
  };
  for (u32 length = kSizes / 8; length > 1; length /= 2) add(4, length);
  add(8, 1);
  u32 at = 0;
  for (const u32 length : pieces.length) pieces.first.push_back(at), at += length;
  return pieces;
}

bool sizes_differ(const Tables& tables, const Destination& place) {
  for (u32 r = 0; r < place.row_count; ++r) {
    const u32* sizes = tables.words + tables.rows[place.rows + r].sizes;
    if (sizes[0] != sizes[kSizes - 1]) return true;
  }
  return false;
}

// Routes without a licence that counts use nothing up.
bool counts(u32 route) {
  for (; route != kEnd; route >>= kStepBits) {
    const u32 step = route & ((1u << kStepBits) - 1);
    if (step == kGeneral || step == kGeneralTier1) return true;
  }
  return false;
}

double cap_at_end(const Tables& tables, const Destination& place) {
  const u64 cap = tables.wides[place.caps + kCapLevel * tables.months + tables.months - 1];
  return std::max(1.0, static_cast<double>(cap) + 1 - static_cast<double>(place.start_used));
}

void add_kinds(const Tables& tables, const Destination& place, DestinationLaw* law) {
  const double enough = cap_at_end(tables, place);
  for (u32 r = 0; r < place.row_count; ++r) {
    const Row& row = tables.rows[place.rows + r];
    for (u32 p = 0; p < law->pieces.count(); ++p) {
      double sum = 0;
      for (u32 i = 0; i < law->pieces.length[p]; ++i)
        sum += std::min(enough, double(tables.words[row.sizes + law->pieces.first[p] + i]) * row.tpp_per_unit);
      law->reach.push_back(counts(row.route) ? sum / law->pieces.length[p] / enough : 0);
    }
  }
  for (u32 q = 0; q < tables.quarters; ++q) {
    std::vector<double> chance;
    u32 before = 0;
    for (u32 r = 0; r < place.row_count; ++r) {
      const u32 end = tables.words[place.row_ends + q * place.row_count + r];
      for (const u32 length : law->pieces.length)
        chance.push_back(double(end - before) / (1u << kRowBits) * length / kSizes);
      before = end;
    }
    law->chance.push_back(std::move(chance));
  }
}

double q30(u32 x) { return i32(x) * 0x1p-30; }
double natural(u64 q24_doublings) { return static_cast<double>(i64(q24_doublings)) * 0x1p-24 * std::numbers::ln2; }

// What z of quarter q takes from the innovation of quarter `from`.
double carried(double rho, double rest, u32 q, u32 from) {
  if (from > q) return 0;
  return std::pow(rho, q - from) * (from == 0 ? 1 : rest);
}

void add_factors(const Tables& tables, const Destination& place, DestinationLaw* law) {
  const u32 quarters = tables.quarters;
  const double shared = q30(tables.correlation), alone = tables.correlation ? q30(tables.correlation_rest) : 1;
  const double global = natural(place.beta_global), group = place.group == kNoFactor ? 0 : natural(place.beta_group),
               own = place.own == kNoFactor ? 0 : natural(place.beta_own);
  for (u32 q = 0; q < quarters; ++q) {
    law->level.push_back(natural(tables.wides[place.levels + q]));
    std::vector<double> row(3 * quarters);
    for (u32 from = 0; from < quarters && tables.student_t == 0; ++from) {
      const double of_region = carried(q30(tables.region_rho), q30(tables.region_rest), q, from);
      row[from] =
          global * carried(q30(tables.global_rho), q30(tables.global_rest), q, from) + group * of_region * shared;
      row[quarters + from] = group * of_region * alone;
      row[2 * quarters + from] = own * carried(q30(tables.own_rho), q30(tables.own_rest), q, from);
    }
    law->pull.push_back(std::move(row));
  }
}

}  // namespace

DestinationLaw destination_law(const Tables& tables, const Destination& place) {
  DestinationLaw law;
  law.months = tables.months;
  law.quarters = tables.quarters;
  law.random_rate = place.beta_global || place.group != kNoFactor || place.own != kNoFactor;
  law.pieces = sizes_differ(tables, place) ? fine_at_the_top() : SizePieces{{0}, {kSizes}};
  add_kinds(tables, place, &law);
  for (u32 m = 0; m < tables.months; ++m)
    law.orders.push_back(static_cast<double>(tables.wides[place.bases + m]) * 0x1p-40 * std::numbers::ln2);
  add_factors(tables, place, &law);
  return law;
}

}  // namespace headroom
