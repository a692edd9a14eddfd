#include "host/app/check_output.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/tried_output.h"
#include "host/report/grid.h"
#include "host/rules/table_words.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

// "lpp of Alpha in IND, 2025".
std::string meter_name(const MeterKey& key) {
  std::string text(to_string(key.kind));
  if (!key.who.empty()) text += " of " + key.who;
  if (!key.destination.empty()) text += " in " + key.destination;
  return key.year == 0 ? text : text + fmt::format(", {}", key.year);
}

// "lpp of Alpha in IND, 2025: 23,686,104 of 26,900,000 left".
std::string meter_text(const MeterMove& move) {
  const Meter& meter = move.after;
  if (!meter.limit) return fmt::format("{}: {} in all, no limit", meter_name(move.key), grouped(meter.used));
  return fmt::format("{}: {} of {} left", meter_name(move.key), grouped(meter.left()), grouped(*meter.limit));
}

Json meter_json(const MeterKey& key, const Meter& meter) {
  Json json = {{"kind", to_string(key.kind)}};
  json["destination"] = key.destination.empty() ? Json(nullptr) : Json(key.destination);
  json["who"] = key.who.empty() ? Json(nullptr) : Json(key.who);
  json["year"] = key.year == 0 ? Json(nullptr) : Json(key.year);
  json["used_tpp"] = meter.used;
  json["limit_tpp"] = meter.limit ? Json(*meter.limit) : Json(nullptr);
  json["left_tpp"] = meter.limit ? Json(meter.left()) : Json(nullptr);
  return json;
}

Json open_json(const std::vector<OtherOutcome>& open) {
  Json list = Json::array();
  for (const OtherOutcome& one : open) {
    list.push_back({{"reading", one.reading},
                    {"read_as", one.words},
                    {"fact", one.fact},
                    {"decision", one.decision},
                    {"authorisation", one.authorisation}});
  }
  return list;
}

Json row_json(const CheckedRow& checked) {
  const LedgerRow& row = checked.row;
  const Ruling& ruling = checked.ruling;
  Json json = {{"id", row.id},
               {"line", row.line},
               {"kind", row.is_shipment ? "shipment" : "weights"},
               {"date", to_string(row.date)},
               {"destination", row.destination},
               {"decision", ruling.decision},
               {"authorisation", ruling.authorisation},
               {"paragraph", ruling.paragraph},
               {"rule", ruling.rule},
               {"certainty", ruling.certainty},
               {"weakest", ruling.weakest},
               {"fact", ruling.fact},
               {"text", ruling.text}};
  json["tpp"] = row.is_shipment ? Json(row.tpp) : Json(nullptr);
  Json& tried = json["tried"] = Json::array();
  for (const Tried& one : ruling.tried) tried.push_back(tried_json(one));
  json["meter"] = ruling.meter ? meter_json(ruling.meter->key, ruling.meter->after) : Json(nullptr);
  json["open_readings"] = open_json(checked.open_readings);
  json["duties"] = checked.duties;
  json["other_ways"] = checked.other_ways;
  return json;
}

std::string open_text(const OtherOutcome& one) {
  return fmt::format("{} = {}: {}{}{} (fact {})", one.reading, one.words, one.decision,
                     one.authorisation.empty() ? "" : " ", one.authorisation, one.fact);
}

std::string rows_text(const Checked& checked) {
  std::vector<std::vector<std::string>> lines;
  for (const CheckedRow& one : checked.rows) {
    const LedgerRow& row = one.row;
    lines.push_back({row.id, to_string(row.date), row.destination,
                     row.is_shipment ? fmt::format("{} x {}", grouped(row.units), row.chip.id) : row.model_class,
                     row.is_shipment ? grouped(row.tpp) : "", one.ruling.decision, one.ruling.authorisation,
                     one.ruling.paragraph, one.ruling.certainty, one.ruling.rule});
  }
  return grid({{"Id"},
               {"Date"},
               {"Place"},
               {"What"},
               {"TPP", Align::right},
               {"Decision"},
               {"By"},
               {"Paragraph"},
               {"Certainty"},
               {"Rule"}},
              lines);
}

void add_block(std::string& text, const std::string& title, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) text += fmt::format("  {}: {}\n", title, line);
}

// What does not fit into a line of the table.
std::string details_text(const Checked& checked) {
  std::string text;
  for (const CheckedRow& one : checked.rows) {
    text += fmt::format("\n{}: {}\n", one.row.id, one.ruling.text);
    if (!one.ruling.tried.empty()) add_block(text, "tried", {tried_text(one.ruling.tried)});
    if (one.ruling.meter) add_block(text, "meter", {meter_text(*one.ruling.meter)});
    add_block(text, "duty", one.duties);
    add_block(text, "other way", one.other_ways);
    for (const OtherOutcome& other : one.open_readings) add_block(text, "open", {open_text(other)});
  }
  return text;
}

std::string meters_text(const Checked& checked) {
  if (checked.meters.empty()) return {};
  std::vector<std::vector<std::string>> lines;
  for (const auto& [key, meter] : checked.meters) {
    lines.push_back({std::string(to_string(key.kind)), key.destination, key.who,
                     key.year == 0 ? "" : std::to_string(key.year), grouped(meter.used),
                     meter.limit ? grouped(*meter.limit) : "", meter.limit ? grouped(meter.left()) : ""});
  }
  return "\n" + grid({{"Meter"},
                      {"Place"},
                      {"Consignee"},
                      {"Year"},
                      {"Used TPP", Align::right},
                      {"Limit", Align::right},
                      {"Left", Align::right}},
                     lines);
}

}  // namespace

std::string check_summary(const Checked& checked) {
  std::map<std::string, u64> counts;
  for (const CheckedRow& row : checked.rows) ++counts[row.ruling.decision];
  std::string text;
  for (const std::string_view word : decision_words()) {
    const u64 n = counts[std::string(word)];
    if (n > 0) text += fmt::format("{} {} {}", text.empty() ? "" : ",", grouped(n), word);
  }
  return counted(checked.rows.size(), "row", "rows") + ":" + text;
}

std::string check_text(const Checked& checked) {
  return fmt::format("{}: {} ({})\n{}\n\n", checked.regime, checked.title, checked.status, check_summary(checked)) +
         rows_text(checked) + details_text(checked) + meters_text(checked);
}

std::string check_json(const Checked& checked) {
  Json json = {{"schema", "headroom.check/1"},
               {"regime", {{"name", checked.regime}, {"title", checked.title}, {"status", checked.status}}}};
  Json& rows = json["rows"] = Json::array();
  for (const CheckedRow& row : checked.rows) rows.push_back(row_json(row));
  Json& meters = json["meters"] = Json::array();
  for (const auto& [key, meter] : checked.meters) meters.push_back(meter_json(key, meter));
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string check_csv(const Checked& checked) {
  const auto field = [](std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + "\"";
  };
  std::string text =
      "id,line,kind,date,destination,tpp,decision,authorisation,paragraph,rule,certainty,weakest,fact,tried,meter,left_"
      "tpp,"
      "open_readings,duties,other_ways\n";
  for (const CheckedRow& one : checked.rows) {
    const LedgerRow& row = one.row;
    const Ruling& ruling = one.ruling;
    std::vector<std::string> open;
    for (const OtherOutcome& other : one.open_readings) open.push_back(open_text(other));
    const bool has_left = ruling.meter && ruling.meter->after.limit;
    const std::string fields[] = {row.id,
                                  std::to_string(row.line),
                                  row.is_shipment ? "shipment" : "weights",
                                  to_string(row.date),
                                  row.destination,
                                  row.is_shipment ? std::to_string(row.tpp) : "",
                                  ruling.decision,
                                  ruling.authorisation,
                                  ruling.paragraph,
                                  ruling.rule,
                                  ruling.certainty,
                                  ruling.weakest,
                                  ruling.fact,
                                  tried_text(ruling.tried),
                                  ruling.meter ? meter_name(ruling.meter->key) : "",
                                  has_left ? std::to_string(ruling.meter->after.left()) : "",
                                  fmt::format("{}", fmt::join(open, " | ")),
                                  fmt::format("{}", fmt::join(one.duties, " | ")),
                                  fmt::format("{}", fmt::join(one.other_ways, " | "))};
    std::string line;
    for (const std::string& cell : fields) line += (line.empty() ? "" : ",") + field(cell);
    text += line + "\n";
  }
  return text;
}

}  // namespace headroom
