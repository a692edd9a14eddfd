// What the market sends: mean orders by month, and what becomes of them before any meter.
#pragma once
#include <vector>

#include "host/model/study.h"

namespace headroom {

// Mean orders of a stream by the month in which they meet the meter: orders_per_month (1 + growth)^(m/12) in the month
// of the order, shifted by the delay law P(k) = (1 - p) p^k, p = d / (1 + d).
std::vector<long double> monthly_orders(const Stream& stream, int months, bool steady_pipeline);

// (1 + growth)^(m/12) for m = 0, 1, ... Many streams share it: whoever reads them all makes it once a growth.
std::vector<long double> growth_by_month(double growth_per_year, int months);
std::vector<long double> monthly_orders(const Stream& stream, const std::vector<long double>& growth,
                                        bool steady_pipeline);

// P(an order of `month` is at most k months late) for k = 0, 1, ... up to the end of the horizon.
std::vector<long double> delay_law(double delay_months, int month, int months);

// A mix's share of each chip in a quarter, adding up to 1. A stream may name a chip instead of a mix.
struct ChipShare {
  const Chip* chip;
  long double share;
};
std::vector<ChipShare> chip_shares(const Study& study, const Catalogue& catalogue, const std::string& chips,
                                   int quarter);
// The same by quarter, in one order of chips. Many streams share a mix: whoever reads them all makes these once a mix.
using MixShares = std::vector<std::vector<ChipShare>>;
MixShares mix_shares(const Study& study, const Catalogue& catalogue, const std::string& chips);

// A stream's shares by route, adding up to 1.
std::vector<std::pair<Route, long double>> route_shares(const Stream& stream);

// In whose queue an order stands, and so whose meters it meets: its destination's. An order for Tier 1 whose parent
// sits in Tier 2 falls under two paragraphs, 742.6(b)(10)(iii)(A)(2) and (B), and which allocation it uses is not said
// (fact 27): where the regime counts it, here that of the parent's own country.
const std::string& queue_of(const Regime& regime, const std::string& destination, const std::string& headquarters);
template <class Demand>  // Stream or BookOrder
const std::string& queue_of(const Regime& regime, const Demand& demand) {
  return queue_of(regime, demand.destination, demand.headquarters);
}

// The first stream of a queue, whose betas are those of all; nullptr: it has none.
const Stream* first_stream(const Study& study, const std::string& iso3);

// The factor group of a destination: the study's group that names it, else its region.
std::string group_of(const Study& study, const Catalogue& catalogue, const std::string& iso3);

// What an order turns into by steps 1 and 2 of the decision, before any authorisation is tried.
// Licensed: a licence is needed and meets no quantity.
enum class Fate { metered, uveu, exempt, licensed, prohibited };
Fate fate_of(const Regime& regime, const std::string& destination, const std::string& headquarters, const Chip& chip,
             const Route& route);

// A kind of a stream's orders: what each order of the stream is, with its chance by quarter.
struct OrderKind {
  const Chip* chip;
  Route route;
  Fate fate;
  std::vector<long double> chance;  // over all kinds of the stream they add up to 1 in each quarter
};
// `mix`: mix_shares of the stream's chips.
std::vector<OrderKind> kinds_of(const Regime& regime, const Stream& stream, const MixShares& mix);

}  // namespace headroom
