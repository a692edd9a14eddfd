// Tables as packs read them.
#pragma once
#include <vector>

#include "host/trial/tables.h"

namespace headroom {

// The rows of every destination field by field (pack_trial.h).
std::vector<Row> turned_rows(const Tables& tables);

}  // namespace headroom
