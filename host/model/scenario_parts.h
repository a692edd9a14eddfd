// The parts of applying a scenario; each makes one kind of change. scenario.cpp puts them in order. What they complain
// of stands at a row of the study, or nowhere; scenario.cpp adds which scenario it was.
#pragma once
#include "host/model/study.h"

namespace headroom {

// A filter that lets no row pass is a warning.
void change_market(const DemandChange& change, Study& study, Problems& problems);
void change_book(const DemandChange& change, Study& study, Problems& problems);

// In every mix that has the chip. Let s(q) be its share of the mix in quarter q: its weight over the total of the
// quarter, so that lists which add up to 1 in one quarter and to 100 in the next mean what they mean in a trial. After
// a shift by k quarters its share is s(q - k); before the first quarter the first share holds, after the last weight
// the last. The quarter's total stays as it was, and the other chips divide what is left in the proportions they had in
// that quarter. Weights are then spelled out for every quarter that the study has or the mix names: where the study is
// shorter than the lists, the quarters behind its end are known, and count. A quarter in which all other weights are 0
// leaves nobody to take what the chip gives up: an error.
void shift_chip(const ChipShift& shift, Study& study, Problems& problems);

}  // namespace headroom
