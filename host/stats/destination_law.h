// The law of one destination's market orders in real numbers, read back from
// its tables: what a tilt is chosen from.
#pragma once
#include <vector>

#include "host/trial/tables.h"

namespace headroom {

// A row is cut into pieces: stretches of its sizes, fine where they are large,
// each a power of two long. One piece where sizes do not differ.
struct SizePieces {
  std::vector<u32> first, length;  // of kSizes, by piece
  u32 count() const { return u32(first.size()); }
};

// Kind row x pieces + piece. Sums and reaches are in units of the TPP that has
// to be asked for to exhaust: the cap at the end less what is used at the
// start.
struct DestinationLaw {
  u32 months = 0, quarters = 0;
  SizePieces pieces;
  std::vector<std::vector<double>> chance;  // of a kind among the orders of a quarter, exactly as drawn
  std::vector<double> reach;                // what an order of a kind adds, at most 1
  std::vector<double> orders;               // mean number by month, without factors
  std::vector<double> level;                // of a quarter's exponent
  bool random_rate = false;                 // factors move it
  // What a quarter's exponent takes from each independent innovation: those of
  // the global factor by quarter, of the group's own part, of the destination's
  // own factor. Zeros under Student-t factors, whose innovations are not
  // shifted.
  std::vector<std::vector<double>> pull;
};

DestinationLaw destination_law(const Tables& tables, const Destination& place);

}  // namespace headroom
