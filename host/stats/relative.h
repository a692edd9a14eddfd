// The nearest relative of a study whose meters keep state: a study on the same draws that keeps none but the cap.
#pragma once
#include <string>
#include <vector>

#include "host/model/compile.h"

namespace headroom {

// Each destination with an allocation has the same orders at the same times, but
//   its mix is the average one, weighted by the orders expected over the horizon;
//   an order that tries lpp or nveu first counts for nothing up to some size, chosen so that on average as much is kept
//   from the cap as the meters are likely to keep, and is a plain licence above it;
//   sizes stand on a lattice, so that its exact answer is cheap;
//   orders of the book are used up at the start, as much as is expected of them;
//   nothing lapses, nobody rushes, no arrangement raises the cap, no order goes or comes elsewhere.
// Whatever is chosen here, the estimate stays unbiased: it decides how much variance goes.
struct Relative {
  CompiledStudy study;            // destinations as in the original, without companies and book
  std::vector<std::string> none;  // by destination: why it has none; empty: it has
};

Relative nearest_relative(const CompiledStudy& compiled);

}  // namespace headroom
