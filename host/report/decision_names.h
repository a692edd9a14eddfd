// What each decision on an order is called in results.
#pragma once
#include "host/trial/outcome.h"

namespace headroom {

constexpr const char* kDecisionNames[kDecisions] = {"counted",      "general_tier1", "lpp",          "nveu",
                                                    "refused_cap",  "refused_lpp",   "refused_nveu", "prohibited",
                                                    "diverted_out", "queue_full"};

}  // namespace headroom
