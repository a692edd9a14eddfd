// The model for programs in other languages: a line an array, its name and its numbers, tables row by row.
#pragma once
#include <string>

#include "bench/peers/std_model.h"

namespace headroom::bench {

// numpy_peer.py and r_peer.R say at their top what the arrays mean.
std::string as_text(const Model& model);

}  // namespace headroom::bench
