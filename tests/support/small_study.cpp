#include "tests/support/small_study.h"

#include <cmath>

namespace headroom::testing {

Catalogue small_catalogue() {
  Catalogue catalogue;
  for (const char* iso3 :
       {"ARE", "BRA", "CHL", "CHN", "CZE", "EST", "IND", "KEN", "MEX", "MUS", "MYS", "POL", "QAT", "SAU", "USA"})
    catalogue.countries.push_back(
        {iso3, std::string(iso3).substr(0, 2), std::string("Land of ") + iso3, "World", "World"});
  const auto chip = [&](const char* id, u32 tpp, const char* chip_class) {
    Chip entry;
    entry.id = id;
    entry.tpp = tpp;
    entry.chip_class = chip_class;
    entry.bandwidth_gbs = 4000;
    catalogue.chips.push_back(entry);
  };
  chip("A", 16000, "3A090.a");
  chip("B", 32000, "3A090.a");
  chip("C", 160000, "3A090.a");
  chip("D", 320000, "3A090.a");
  chip("H100", 15832, "3A090.a");
  chip("G", 3000, "3A090.b");
  return catalogue;
}

Regime small_regime() {
  Regime regime;
  regime.name = "small";
  regime.window_start = {2025, 1};
  regime.window_months = 36;
  for (const Country& country : small_catalogue().countries) regime.tiers[country.iso3] = {2, "742.6(b)(10)(iii)(B)"};
  regime.tiers["USA"].tier = 1;
  regime.tiers["CHN"].tier = 3;
  regime.allocation.cap_tpp = 790'000'000;
  regime.lpp_cap_tpp = 26'900'000;
  regime.uveu = Regime::Uveu{0.25, 0.07, 0.5, {{2, 1}, {8, 1}}, 6};
  for (int q = 0; q < 12; ++q)
    regime.nveu.push_back({plus_months({2025, 1}, 3 * q), 633'000'000ull + 316'500'000ull * u64(q)});
  return regime;
}

Study small_study(int months) {
  Study study;
  study.name = "small";
  study.start = {2025, 1};
  study.months = months;
  study.seed = 20250115;
  study.regime = small_regime();
  return study;
}

Stream& add_stream(Study* study, const std::string& destination, double orders_per_month, double units) {
  Stream stream;
  stream.destination = destination;
  stream.name = "s" + std::to_string(study->streams.size());
  stream.orders_per_month = orders_per_month;
  stream.units_median = units;
  stream.units_max = u32(units) * 100;
  stream.chips = "A";
  stream.routes = {{route("general"), 1.0}};
  study->streams.push_back(stream);
  return study->streams.back();
}

Route route(const std::string& text) {
  Route steps;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('>', at), text.size());
    steps.push_back(parse_authorisation(text.substr(at, end - at)).value());
    at = end + 1;
  }
  return steps;
}

BookOrder& add_book(Study* study, const std::string& id, const std::string& destination, u32 units,
                    const std::string& month, const std::string& by) {
  BookOrder order;
  order.id = id;
  order.destination = destination;
  order.consignee = "Buyer";
  order.chip = "A";
  order.units_low = order.units_mode = order.units_high = units;
  order.month = parse_month(month).value();
  order.route = route(by);
  study->book.push_back(order);
  return study->book.back();
}

CompiledStudy compiled(const Study& study) {
  Problems problems;
  return compile(study, small_catalogue(), problems);
}

Tally run_reference(const CompiledStudy& study, TrialRange range, int threads) {
  const Tables tables = study.tables();
  Tally tally(tally_shape(tables));
  const std::atomic<bool> stop{false};
  make_reference_engine(threads)->run(tables, range, stop, &tally);
  return tally;
}

u64 exhausted_by(const Tally& tally, u32 destination, u32 last) {
  u64 trials = 0;
  for (u32 m = 0; m <= last; ++m) trials += tally.counters[tally.shape.counter(destination, tally.shape.exhausted(m))];
  return trials;
}

u64 counter(const Tally& tally, u32 index, u32 destination) {
  return tally.counters[tally.shape.counter(destination, index)];
}

u64 orders(const Tally& tally, Decision what, u32 destination) {
  return counter(tally, tally.shape.orders(u32(what)), destination);
}

u64 tpp(const Tally& tally, Decision what, u32 destination) {
  return tally.sums[tally.shape.sum(destination, tally.shape.tpp(u32(what)))].low;
}

u64 ended(const Tally& tally, u32 row, BookEnd end) { return tally.counters[tally.shape.book_end(row, u32(end))]; }

double sampling_bound(double p, u64 n) { return 4.5 * std::sqrt(p * (1 - p) / double(n)) + 1e-6; }

}  // namespace headroom::testing
