// The tables beside regime.toml.
#pragma once
#include "host/io/csv.h"
#include "host/io/number.h"
#include "host/model/regime.h"

namespace headroom {

constexpr Range kTierRange{.low = 1, .high = 3};

// "2025Q1" as the first month of the quarter.
std::optional<YearMonth> parse_quarter(std::string_view text);

void read_tiers(const InputFile& file, const Catalogue& catalogue, Regime& regime, Problems& problems);
void read_allowances(const InputFile& file, Regime& regime, Problems& problems);
// Checked, and set aside until a command uses it.
void read_weights(const InputFile& file, Problems& problems);

}  // namespace headroom
