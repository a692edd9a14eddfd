// The file that `headroom check` rules on: shipments and deployments of model weights, a row each.
#pragma once
#include <string>
#include <vector>

#include "host/rules/rulebook.h"

namespace headroom {

struct LedgerRow {
  int line = 0;
  std::string id;
  bool is_shipment = true;          // else weights
  std::string destination, parent;  // iso3; of the place, and of the ultimate parent's headquarters
  std::string veu;                  // none, UVEU or NVEU
  Day date;
  Chip chip;  // of a shipment
  u64 units = 0, tpp = 0;
  std::string consignee;                          // the ultimate parent, by name
  std::string model_class, fine_tuned, facility;  // of weights
};

// In the order of dates; rows of one day as they stand in the file. A model that the weights table does not know is an
// error of the input.
std::vector<LedgerRow> read_ledger(const InputFile& file, const Rulebook& book, const Catalogue& catalogue,
                                   Problems& problems);

}  // namespace headroom
