// Rulings under the bundled regime, for tests.
#pragma once
#include <string>
#include <vector>

#include "host/rules/check.h"

namespace headroom::test {

inline const std::string kLedgerHeader =
    "id,kind,destination,parent_headquarters,veu,chip,units,consignee,date,model_class,fine_tuned,facility\n";

const Catalogue& catalogue();  // the bundled one, and a chip ONE of 1 TPP to stand exactly on thresholds
const Rulebook& rulebook();

// Rules on lines below the header; a test failure where they have an error.
std::vector<CheckedRow> rulings(const std::string& lines);
// What is wrong with them, a line each.
std::string ledger_errors(const std::string& lines);

// "allowed lpp".
std::string in_short(const CheckedRow& row);
// Whether one of the texts begins with or holds this.
bool tells(const std::vector<std::string>& texts, const std::string& part);

}  // namespace headroom::test
