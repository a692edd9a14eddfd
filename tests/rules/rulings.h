// Rulings under bundled regimes, for tests.
#pragma once
#include <string>
#include <vector>

#include "host/rules/check.h"

namespace headroom::test {

inline const std::string kLedgerHeader =
    "id,kind,destination,parent_headquarters,veu,chip,units,consignee,date,model_class,fine_tuned,facility\n";

const Catalogue& catalogue();  // the bundled one; a chip ONE of 1 TPP, and others to stand exactly on thresholds
inline const std::string kBundledRegime = "ai-diffusion-2025";  // where none is named
const Rulebook& rulebook(const std::string& regime = kBundledRegime);

// Rules on lines below the header; a test failure where they have an error.
std::vector<CheckedRow> rulings(const std::string& lines, const std::string& regime = kBundledRegime);
// What is wrong with them, a line each.
std::string ledger_errors(const std::string& lines);

// "allowed lpp".
std::string in_short(const CheckedRow& row);
// Whether one of the texts begins with or holds this.
bool tells(const std::vector<std::string>& texts, const std::string& part);

}  // namespace headroom::test
