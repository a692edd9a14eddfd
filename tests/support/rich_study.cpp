#include "tests/support/rich_study.h"

#include <algorithm>

namespace headroom::testing {

Study rich_study(int destinations, int student_t, u64 seed) {
  const std::vector<std::string> places = {"ARE", "BRA", "CHL", "CZE", "EST", "IND",
                                           "KEN", "MEX", "MYS", "POL", "QAT", "SAU"};
  Study study = small_study(34);  // the last quarter is cut short
  study.seed = seed;
  study.factors = {0.85, 0.6, 0.4, 0.7, student_t, {{"gulf", {"ARE", "QAT", "SAU"}}, {"south", {"BRA", "CHL"}}}};
  study.mixes["blend"] = {{{"A", {0.7, 0.5, 0.2}}, {"B", {0.2, 0.4, 0.7}}, {"G", {0.1}}}};
  for (int i = 0; i < destinations; ++i) {
    const std::string& place = places[i];
    const std::size_t first = study.streams.size();
    Stream& cloud = add_stream(&study, place, 0.5 + 0.6 * i, 300);
    cloud.units_log_sd = 1.2;
    cloud.chips = "blend";
    cloud.growth_per_year = 0.4;
    cloud.delay_months = 2.5;
    cloud.consignees = 5;
    cloud.routes = {
        {route("general"), 0.5}, {route("lpp>general"), 0.3}, {route("nveu>lpp>general"), 0.1}, {route("uveu"), 0.1}};
    Stream& sovereign = add_stream(&study, place, 0.2 + 0.05 * i, 2000);
    sovereign.units_log_sd = 0.8;
    sovereign.consignees = 2;
    sovereign.routes = {{route("nveu"), 0.2}, {route("general_tier1"), 0.2}, {route("general>lpp"), 0.6}};
    const double scale = student_t ? 0.25 : 1;  // heavy tails run away under large betas
    for (std::size_t s = first; s < study.streams.size(); ++s) {
      study.streams[s].beta_global = (0.3 + 0.02 * i) * scale;
      study.streams[s].beta_region = i % 4 == 3 ? 0.0 : 0.4 * scale;
      study.streams[s].beta_own = i % 2 ? 0.25 * scale : 0.0;
    }
    if (i % 2 == 0) {
      for (int k = 0; k < 4; ++k) {
        BookOrder& order = add_book(&study, place + "-" + std::to_string(k), place, 1000,
                                    "2025-0" + std::to_string(3 + k), k % 2 ? "lpp>general" : "general");
        order.units_high = 9000;
        order.units_mode = 3000;
        order.delay_months = k;
        order.probability = 0.9 - 0.2 * k;
        order.project = k < 2 ? place + "-P" : "";
        order.headquarters = k == 3 ? "CHN" : "";
      }
    }
    if (i % 3 == 0) study.arrangements.push_back({place, 1.5, {{{2026, 1}, 0.3}, {{2026, 7}, 0.3}}});
  }
  std::sort(study.streams.begin(), study.streams.end(), [](const Stream& a, const Stream& b) {
    return std::tie(a.destination, a.name) < std::tie(b.destination, b.name);
  });
  std::sort(study.book.begin(), study.book.end(), [](const BookOrder& a, const BookOrder& b) { return a.id < b.id; });
  return study;
}

Study lively_study(int destinations) {
  Study study = rich_study(destinations);
  study.behaviour = {Behaviour::Rush{0.7, 1.8}, true, Behaviour::Wait{0.6, 4}};
  study.regime.allocation.lapse = {0.3, 9};
  study.regime.allocation.cap_tpp = 300'000'000;
  study.regime.allocation.general_tier1 = GeneralTier1::stopped;
  for (Regime::Allowance& allowance : study.regime.nveu) allowance.tpp /= 10;
  study.diverts = {
      {"ARE", "BRA", 0.4}, {"ARE", "USA", 0.1}, {"BRA", "CHN", 0.1}, {"BRA", "MUS", 0.3}, {"CHL", "BRA", 0.2}};
  for (int i = 0; i < destinations; ++i) {
    const Stream& stream = study.streams[2 * i];
    study.position.push_back({Position::Kind::allocation, stream.destination, "", 0, u64(i) * 10'000'000});
    study.position.push_back({Position::Kind::lpp, stream.destination, stream.name + "/1", 2025, 20'000'000});
    study.position.push_back({Position::Kind::nveu, stream.destination, stream.name + "/2", 0, 60'000'000});
  }
  return study;
}

}  // namespace headroom::testing
