// From a regime's folder to a regime; and the changes that a scenario makes to one.
#pragma once
#include <vector>

#include "host/io/toml.h"
#include "host/model/regime.h"

namespace headroom {

struct RegimeRead {
  Regime regime;
  std::vector<InputFile> files;  // as read, "regime/regime.toml" first
};
RegimeRead read_regime(const Folder& folder, const Catalogue& catalogue, Problems& problems);

// The tables of regime.toml that a scenario may override, in the form { table = { key = value } }.
void read_regime_changes(TomlTable changes, const Catalogue& catalogue, Regime& regime);

}  // namespace headroom
