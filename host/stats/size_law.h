// The market of one destination as a compound Poisson process: how many orders are expected, and how large each is.
// Read from the tables, so that it is the law that trials draw from: rows by their 24-bit ends, sizes by their
// quantiles.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "host/trial/tables.h"

namespace headroom {

// The TPP of an order: sizes in ascending order, each with its chance; chances add up to 1.
using SizeLaw = std::vector<std::pair<u64, double>>;

struct MarketLaw {
  u64 room = 0;                            // TPP left under the cap at the start
  u64 to_critical = 0;                     // TPP left until use is critical; 0: it is so already
  std::vector<SizeLaw> parts;              // the mixes that occur; empty: no orders
  std::vector<std::vector<double>> means;  // by month, then part: orders from the start to its end, without factors
  // An arrangement's: TPP left under the raised cap, and in which month, inclusive, the cap rises with which chance.
  u64 raised_room = 0;
  std::vector<std::pair<u32, double>> raises;
  double most() const;  // mean orders, of the row that has most
};

// Of a destination with an allocation. Orders beyond the room are in it.
MarketLaw market_law(const Tables& tables, const Destination& place);

// Why P(exhausted) is not P(S > cap), S the sum of a Poisson process of orders whose intensity is given: the rule that
// is in the way, in words; empty: it is. What befalls an order once it is refused (split, wait, divert) changes nothing
// of the first refusal.
std::string rule_in_the_way(const Tables& tables, const Destination& place);
// The same but for arrangements.
std::string other_rule_in_the_way(const Tables& tables, const Destination& place);

bool has_factors(const Destination& place);

}  // namespace headroom
