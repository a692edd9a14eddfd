// From words to integers. Real numbers end here: everything is evaluated in long double and rounded once.
#pragma once
#include <string>
#include <vector>

#include "host/model/companies.h"
#include "host/model/load.h"
#include "host/trial/tables.h"

namespace headroom {

// Mean orders a trial that change no decision, exactly; nothing under Student-t factors, whose mean does not exist.
struct Expected {
  double uveu = 0, exempt = 0, licensed = 0, prohibited = 0;  // licensed: under a licence that meets no quantity
};

struct DestinationLabel {
  std::string iso3, name;
  int tier = 2;
  u64 cap_tpp = 0;  // at the end of the horizon, without arrangements; what limits come to; 0 where there is neither
  Expected expected;
  double market_orders = 0;  // mean orders a trial that the market sends, all routes (the bench's "model orders")
};

struct DivertLabel {
  std::string from, to;
};

// A limit of a company, as in the tallies.
struct SlotLabel {
  std::string company;
  CompanyLimit limit;
};

struct LocationLabel {
  std::string company, location;
};

struct BookLabel {
  std::string id, destination;
};

// What a row of the market is of: a stream of the study and a chip, by number. A trial has no use for it.
struct RowLabel {
  u32 stream, chip;
};

// Owns the tables. Move-only, since the view points into it.
class CompiledStudy {
 public:
  CompiledStudy() = default;
  CompiledStudy(CompiledStudy&&) = default;
  CompiledStudy& operator=(CompiledStudy&&) = default;

  Tables tables() const;
  u64 digest() const;  // of the tables and the seed; not of trials or name

  std::vector<DestinationLabel> capped;    // as in the tables: sorted by iso3
  std::vector<DestinationLabel> uncapped;  // destinations of the study without an allocation or a limit
  std::vector<BookLabel> book;             // as in the tallies: sorted by id
  std::vector<DivertLabel> diverted;       // as in the tallies
  std::vector<SlotLabel> slot_labels;
  std::vector<LocationLabel> location_labels;
  std::vector<Look> look_labels;
  bool expectations_exist = true;  // false under Student-t

  // Filled by compile().
  Tables scalars{};
  std::vector<u32> words;
  std::vector<u64> wides;
  std::vector<Row> rows;
  std::vector<RowLabel> row_labels;  // as `rows`
  std::vector<std::string> chip_labels;
  std::vector<BookRow> book_rows;
  std::vector<Divert> diverts;
  std::vector<Destination> destinations;
  std::vector<Company> companies;
  std::vector<CompanyLocation> locations;
  std::vector<CompanySlot> slots;
};

// The study has been checked by load_study. Problems gets warnings (two ids whose hashes collide; a clipped exponent
// that moves a mean by more than 10^-7).
CompiledStudy compile(const Study& study, const Catalogue& catalogue, Problems& problems);

}  // namespace headroom
