// How near our answers have to be to those that the study of the plain program prints.
#pragma once

namespace headroom {

constexpr double kHalfUnit = 0.0005;  // chances are printed with three decimals
constexpr double kStandardErrors = 4.5;

}  // namespace headroom
