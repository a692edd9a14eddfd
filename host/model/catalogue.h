// Countries and chips: what the study and the regimes refer to.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/hd.h"
#include "host/io/folder.h"

namespace headroom {

struct Country {
  std::string iso3, iso2, name, region, subregion;
};

struct Chip {
  std::string id;
  u32 tpp = 0;                         // whole; a fraction in the catalogue is rounded half up, once, here
  std::string chip_class = "3A090.a";  // of 3A090, or "none"
  bool nac_aca_eligible = false;       // a consumer part: never counted (740.8, fact 14 of data/sources/rule_facts.md)
  std::string name, vendor, derivation, certainty;
  std::optional<double> bandwidth_gbs;  // of all its DRAM, GB/s; 0: it has none; nothing: not known
};

struct Catalogue {
  std::vector<Country> countries;  // sorted by iso3
  std::vector<Chip> chips;         // in the order of the file

  const Country* country(std::string_view iso3) const;  // nullptr: unknown
  const Chip* chip(std::string_view id) const;
};

// Reads countries.csv and chips.csv.
Catalogue load_catalogue(const Folder& data, Problems& problems);

}  // namespace headroom
