#include "tests/support/conditional_run.h"

namespace headroom::testing {

Study stateless_study(int months, int student_t) {
  Study study = small_study(months);
  study.factors = {0.8, 0.6, 0.5, 0.7, student_t, {}};
  double orders = 20;
  for (const char* place : {"ARE", "BRA", "EST", "IND", "KEN", "POL"}) {
    Stream& stream = add_stream(&study, place, orders / months, 45);
    stream.chips = "C";
    stream.units_log_sd = 1.2;
    stream.units_max = 2'000;
    stream.beta_global = 0.3;
    stream.beta_region = orders > 50 ? 0.4 : 0;
    stream.beta_own = orders < 60 ? 0.3 : 0;
    orders += 13;
  }
  return study;
}

}  // namespace headroom::testing
