// Results are never in memory as a whole once more: what is held while they are written does not grow with them.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>

#include "host/report/csv.h"
#include "host/report/json.h"
#include "host/report/json_object.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

constexpr std::size_t kMonths = 120;

// With all that grows: destinations, months, pairs, looks of companies, scenarios.
Result large_result(std::size_t destinations) {
  Result result;
  result.start = {2025, 1};
  result.months = kMonths;
  for (std::size_t d = 0; d < destinations; ++d) {
    DestinationResult& row = result.destinations.emplace_back();
    row.label.iso3 = "D" + std::to_string(d);
    row.label.name = "Destination \"" + std::to_string(d) + "\"\n";
    row.exhausted_by_month.assign(kMonths, {1.0 / 3, 0.25, 0.5, kLevel});
    row.critical_by_month.assign(kMonths, 2.0 / 3);
    for (std::size_t other = 0; other < d; ++other)
      result.pairs.push_back({row.label.iso3, "D" + std::to_string(other), 0.1 + 1.0 / double(d)});
    CompanyResult& company = result.companies.emplace_back();
    company.label.company = "Acme, Inc";
    company.looks.assign(kMonths, {});
    result.book.push_back({{"order " + std::to_string(d), "D0"}, 0.5, 0, 0, 0.5, {}});
  }
  ScenarioResult& scenario = result.scenarios.emplace_back();
  scenario.name = "surge";
  scenario.destinations.push_back({"D0", "D", {}, Difference{}});
  return result;
}

struct Written {
  std::size_t bytes = 0, largest_piece = 0, most_heap = 0;
};

std::size_t heap_in_use() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

Written measured(const Writer& write) {
  Written seen;
  const std::size_t before = heap_in_use();
  write([&](std::string_view piece) {
    seen.bytes += piece.size();
    seen.largest_piece = std::max(seen.largest_piece, piece.size());
    seen.most_heap = std::max(seen.most_heap, heap_in_use() - std::min(before, heap_in_use()));
  });
  return seen;
}

TEST(WrittenPieceByPiece, no_piece_of_a_result_grows_with_its_destinations) {
  const Result few = large_result(16), many = large_result(160);
  const auto json = [](const Result& result) {
    return measured([&](const Sink& out) { write_result_json(result, out); });
  };
  const Written small = json(few), large = json(many);
  EXPECT_GT(large.bytes, 10 * small.bytes);
  EXPECT_LE(large.largest_piece, small.largest_piece + 4096);  // how often n destinations exhaust is one list
}

TEST(WrittenPieceByPiece, what_is_held_meanwhile_is_a_fraction_of_what_is_written) {
  const Result result = large_result(160);
  for (const auto write :
       {static_cast<void (*)(const Result&, const Sink&)>(write_result_json), write_timeline_csv, write_joint_csv}) {
    const Written seen = measured([&](const Sink& out) { write(result, out); });
    EXPECT_GT(seen.bytes, 400'000u);
    EXPECT_LT(seen.most_heap, seen.bytes / 4);
  }
}

TEST(WrittenPieceByPiece, tallies_are_handed_over_before_all_are_bytes) {
  const SavedTallies saved{1, 5, {{0, 40}}, Tally(TallyShape{kMonths, 200, 0})};
  const Written seen = measured([&](const Sink& out) { write_tallies(saved, out); });
  EXPECT_GT(seen.bytes, 4'000'000u);
  EXPECT_LE(seen.largest_piece, std::size_t(1) << 16);
  EXPECT_LT(seen.most_heap, std::size_t(1) << 18);
}

TEST(WrittenPieceByPiece, the_layout_is_that_of_the_whole) {
  const std::string text = testing::written([](const Sink& out) { write_result_json(large_result(3), out); });
  EXPECT_EQ(text, dumped(Json::parse(text)) + "\n");
}

TEST(WrittenPieceByPiece, what_is_empty_stays_so) {
  const std::string text = testing::written([](const Sink& out) {
    JsonObject json(out);
    json.list("none", [](const auto&) {});
    json.object("nothing", [](JsonObject&) {});
    json.put("not \"utf8\"", "\xff");
    json.end();
  });
  EXPECT_EQ(text, "{\n \"none\": [],\n \"nothing\": {},\n \"not \\\"utf8\\\"\": \"\xEF\xBF\xBD\"\n}");
}

}  // namespace
}  // namespace headroom
