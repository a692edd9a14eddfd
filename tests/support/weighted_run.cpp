#include "tests/support/weighted_run.h"

namespace headroom::testing {

Study weighable_study() {
  Study study = small_study(12);
  study.factors = {0.8, 0.6, 0.4, 0.7, 0, {}};
  Stream& stream = add_stream(&study, "EST", 1.2, 45);
  stream.chips = "C";
  stream.units_log_sd = 1.2;
  stream.units_max = 4'000;
  stream.beta_global = 0.3, stream.beta_region = 0.2, stream.beta_own = 0.2;
  stream.routes = {{route("general"), 0.6}, {route("lpp>general"), 0.4}};
  stream.consignees = 3;
  add_stream(&study, "POL", 1, 45).beta_region = 0.3;
  add_book(&study, "x", "EST", 2'000, "2025-05", "general");
  study.behaviour.split = true;
  study.behaviour.wait = Behaviour::Wait{0.5, 2};
  return study;
}

}  // namespace headroom::testing
