// Tables of the data that ships.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "host/app/inputs.h"

namespace headroom {

struct ListingOptions {
  std::string regime = "ai-diffusion-2025";
  std::filesystem::path data_root;
};

// Cells are texts or whole numbers, or nothing; keys are the names of columns, in JSON too.
using ListingCell = std::variant<std::string, u64, std::nullptr_t>;
struct Listing {
  std::vector<std::string> keys;
  std::vector<std::vector<ListingCell>> rows;
};

// Throw InputError where the data (of --data) or the regime is wrong.
Listing list_destinations(const ListingOptions& options);
Listing list_chips(const ListingOptions& options);
Listing list_regimes(const ListingOptions& options);
Listing list_studies(const ListingOptions& options);

std::string listing_text(const Listing& listing);
// {"schema": "headroom.data/1", KIND: [{key: cell}]}
std::string listing_json(const std::string& kind, const Listing& listing);

}  // namespace headroom
