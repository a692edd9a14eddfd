#include "host/model/regime.h"

#include <algorithm>

#include "host/model/regime_read.h"

namespace headroom {

bool Regime::counts(const Chip& chip) const {
  const auto& classes = allocation.classes;
  return !chip.nac_aca_eligible && std::find(classes.begin(), classes.end(), chip.chip_class) != classes.end();
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
