#include "tests/support/limit_study.h"

namespace headroom::testing {
namespace {

Regime without_allocation() {
  Regime regime = small_regime();
  regime.allocation.cap_tpp.reset();
  regime.lpp_cap_tpp.reset();
  regime.nveu.clear();
  return regime;
}

void enliven(Study* study) { study->behaviour = {Behaviour::Rush{0.5, 1.5}, true, Behaviour::Wait{0.6, 4}}; }

}  // namespace

Regime product_regime() {
  Regime regime = without_allocation();
  regime.product_limit = Regime::ProductLimit{{"CHN"}, 21'000, 6'500, 0.5};
  return regime;
}

Regime consignee_regime(u64 cap_tpp) {
  Regime regime = without_allocation();
  regime.consignee_limit = Regime::ConsigneeLimit{cap_tpp, cap_tpp / 200};
  return regime;
}

Study product_study(u64 seed) {
  Study study = small_study(34);
  study.seed = seed;
  study.regime = product_regime();
  study.factors.global_rho = 0.8;
  study.mixes["blend"] = {{{"A", {0.6, 0.3}}, {"H100", {0.3, 0.4}}, {"B", {0.1, 0.3}}}};  // B is above the threshold
  Stream& cloud = add_stream(&study, "CHN", 6, 300);
  cloud.units_log_sd = 1.1;
  cloud.chips = "blend";
  cloud.delay_months = 1.5;
  cloud.beta_global = 0.4;
  cloud.consignees = 4;
  cloud.headquarters = "CHN";
  Stream& other = add_stream(&study, "CHN", 1, 50);
  other.beta_global = 0.4;
  add_book(&study, "P", "CHN", 2000, "2025-06", "general").probability = 0.7;
  add_book(&study, "Q", "CHN", 900, "2026-02", "general").delay_months = 3;
  study.book.back().chip = "H100";
  add_book(&study, "R", "CHN", 10, "2026-02", "general").chip = "B";
  for (int m = 0; m < 34; ++m) {
    study.us_shipments.push_back({"A", plus_months({2025, 1}, m), u32(2500 - 60 * m)});
    if (m > 5) study.us_shipments.push_back({"H100", plus_months({2025, 1}, m), 1700});
  }
  study.position.push_back({Position::Kind::product, "CHN", "A", 0, 4'000'000});
  enliven(&study);
  return study;
}

Study consignee_study(u64 seed) {
  Study study = small_study(34);
  study.seed = seed;
  study.regime = consignee_regime(60'000'000);
  study.factors.global_rho = 0.8;
  int i = 0;
  for (const char* place : {"ARE", "CZE", "IND", "MYS", "SAU"}) {
    Stream& stream = add_stream(&study, place, 2 + i, 200);
    stream.units_log_sd = 1.2;
    stream.chips = i % 2 ? "B" : "A";
    stream.consignees = u32(1 + 3 * i);
    stream.delay_months = i;
    stream.beta_global = 0.3;
    BookOrder& order = add_book(&study, std::string(place) + "-1", place, 500, "2025-05", "general");
    order.units_high = 4000;
    order.probability = 0.8;
    ++i;
  }
  study.diverts = {{"ARE", "IND", 0.4}, {"ARE", "USA", 0.1}, {"CZE", "IND", 0.6}, {"IND", "SAU", 0.5}};
  study.position.push_back({Position::Kind::consignee, "IND", "s2/2", 0, 30'000'000});
  study.position.push_back({Position::Kind::consignee, "ARE", "Buyer", 0, 50'000'000});
  enliven(&study);
  return study;
}

}  // namespace headroom::testing
