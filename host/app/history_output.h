// What `headroom history` prints.
#pragma once
#include <string>
#include <vector>

#include "host/store/history.h"

namespace headroom {

// A row a run; with a destination a row for the study and for each scenario that has it.
std::string history_text(const std::vector<RecordedRun>& runs, const std::string& destination);
// {"schema": "headroom.history/1", "runs": [...]}
std::string history_json(const std::vector<RecordedRun>& runs);

}  // namespace headroom
