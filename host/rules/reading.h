// One way to read the points that the rule leaves open. The file is ruled on once for the regime's own reading, and
// once more for each other one, so that a ruling can say what it hangs on.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "host/rules/ledger.h"

namespace headroom {

struct Reading {
  std::string id, words;             // as in readings.csv, and what is read otherwise: "CYP in Tier 3"
  std::map<std::string, int> tiers;  // instead of the regime's
  GeneralTier1 general_tier1 = GeneralTier1::counts_only;
  bool tier2_parent_counted = false;
  bool lpp_worldwide = false;           // one LPP meter a consignee and year, not one for each destination
  bool nveu_needs_arrangement = false;  // which no row can show: a parent outside Tier 1 has no NVEU then
  bool other_fine_tuning = false;       // the threshold that makes an open model a closed one lies on the other side
  bool facility_in_tier1 = true;        // paragraphs 14, 15 and 18 bind in Tier 1 places too

  int tier(const Regime& regime, const std::string& iso3) const;
};

// The open points that this regime has.
std::vector<std::string_view> readings_of(const Regime& regime, bool has_weights);
// What regime.toml says.
Reading default_reading(const Rulebook& book);
// All others that could matter to these rows, each different from the default in one point.
std::vector<Reading> other_readings(const Rulebook& book, const std::vector<LedgerRow>& rows);

// What the weights table is asked about a row.
WeightsCase case_of(const LedgerRow& row, const Rulebook& book, const Reading& reading);

}  // namespace headroom
