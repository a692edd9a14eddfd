#include "host/model/regime.h"

#include <algorithm>

#include "host/model/regime_read.h"

namespace headroom {

bool Regime::counts(const Chip& chip) const {
  const auto& classes = allocation.classes;
  return !chip.nac_aca_eligible && std::find(classes.begin(), classes.end(), chip.chip_class) != classes.end();
}

bool Regime::has(Authorisation authorisation) const {
  switch (authorisation) {
    case Authorisation::general_tier1: return allocation.cap_tpp.has_value();  // an exception from its meter
    case Authorisation::lpp: return lpp_cap_tpp.has_value();
    case Authorisation::nveu: return !nveu.empty();
    case Authorisation::uveu: return uveu.has_value();
    case Authorisation::general:
    case Authorisation::exempt: return true;
  }
  return false;
}

bool Regime::limits_products(const std::string& iso3) const {
  const auto place = tiers.find(iso3);
  if (!product_limit || place == tiers.end() || place->second.tier != 3) return false;
  const auto& all = product_limit->destinations;
  return std::find(all.begin(), all.end(), iso3) != all.end();
}

bool Regime::limits_products(const std::string& iso3, const Chip& chip) const {
  return limits_products(iso3) && counts(chip) && chip.tpp < product_limit->tpp_below && chip.bandwidth_gbs &&
         *chip.bandwidth_gbs < product_limit->bandwidth_below_gbs;
}

bool Regime::limits(const std::string& iso3) const {
  return limits_products(iso3) || (tier(iso3).tier == 2 && (allocation.cap_tpp || consignee_limit));
}

u64 Regime::nveu_allowance(YearMonth month) const {
  u64 tpp = 0;
  for (const Allowance& allowance : nveu) {
    if (allowance.quarter <= month) tpp = allowance.tpp;
  }
  return tpp;
}

Regime load_regime(const Folder& folder, const Catalogue& catalogue, Problems& problems) {
  return read_regime(folder, catalogue, problems).regime;
}

}  // namespace headroom
