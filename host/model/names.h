// What to say of a destination, chip or class that nobody knows; and how a chip's power becomes a whole number.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/io/number.h"
#include "host/model/study.h"

namespace headroom {

// TPP of one chip, as typed.
constexpr Range kChipTpp{.low = 1, .high = 4294967294.0};
constexpr Range kChipBandwidth{.low = 0, .high = 1e9};  // GB/s
// A fraction is rounded half up, once, at load.
u32 whole_tpp(double tpp);

// "unknown destination 'INX'; did you mean 'IND'?" A country's name or alpha-2 code finds its alpha-3 code too.
std::string unknown_destination(std::string_view what, std::string_view name, const Catalogue& catalogue);

// "unknown chip 'H10'; did you mean 'H100'?", of the study's own chips and the catalogue's.
std::string unknown_chip_text(std::string_view id, const Study& study, const Catalogue& catalogue);

// Classes of chips that the catalogue names, sorted.
std::vector<std::string_view> chip_classes(const Catalogue& catalogue);

}  // namespace headroom
