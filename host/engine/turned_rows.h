// The rows of every destination field by field, as packs read them (pack_trial.h).
#pragma once
#include <vector>

#include "host/trial/tables.h"

namespace headroom {

std::vector<Row> turned_rows(const Tables& tables);

}  // namespace headroom
