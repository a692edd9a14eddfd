// The tables of regime.toml that set a quantity without an allocation; and what stands without one.
#pragma once
#include "host/io/toml.h"
#include "host/model/regime.h"

namespace headroom {

// Both also read what a scenario overrides: keys that are absent stay as they are.
void read_product_limit(TomlTable& table, const Catalogue& catalogue, Regime& regime);
void read_consignee_limit(TomlTable& table, Regime& regime);

// What only makes sense beside something else in the same file.
void check_limits(TomlTable& root, const Regime& regime);

}  // namespace headroom
