// position.csv: what is used already when the study starts; one row a meter.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/demand.h"
#include "host/model/load_parts.h"
#include "host/model/names.h"

namespace headroom {
namespace {

// In the order of Position::Kind.
constexpr std::string_view kKinds[] = {"allocation", "lpp", "nveu", "product", "consignee"};
constexpr NumberColumn kUsed{"used_tpp", NumberKind::whole, {.low = 0, .high = 9.2e18}};

// Who may have a meter, by destination: a book consignee, or STREAM/k with k from 1 on.
class Holders {
 public:
  explicit Holders(const Study& study) {
    for (const BookOrder& order : study.book) {
      const std::string& queue = queue_of(study.regime, order);
      destinations_.insert(queue);
      buyers_.emplace(queue, order.consignee);
    }
    for (const Stream& stream : study.streams) {
      destinations_.insert(queue_of(study.regime, stream));
      consignees_[{stream.destination, stream.name}] = stream.consignees;
    }
  }
  bool orders_for(const std::string& destination) const { return destinations_.count(destination) > 0; }
  bool has(const std::string& destination, const std::string& who) const {
    if (buyers_.count({destination, who}) > 0) return true;
    const std::size_t slash = who.rfind('/');
    if (slash == std::string::npos) return false;
    const auto stream = consignees_.find({destination, who.substr(0, slash)});
    u32 k = 0;
    const char* end = who.data() + who.size();
    const auto read = std::from_chars(who.data() + slash + 1, end, k);
    return stream != consignees_.end() && read.ptr == end && k >= 1 && k <= stream->second;
  }

 private:
  std::set<std::string> destinations_;
  std::set<std::pair<std::string, std::string>> buyers_;
  std::map<std::pair<std::string, std::string>, u32> consignees_;
};

class PositionReader {
 public:
  explicit PositionReader(Loading& load) : load_(load), holders_(load.study) {}

  void read(RowReader& row) {
    Position position;
    std::string kind;
    row.read_name("kind", kind);
    const auto at = std::find(std::begin(kKinds), std::end(kKinds), kind);
    if (at != std::end(kKinds)) position.kind = Position::Kind(at - std::begin(kKinds));
    if (!kind.empty() && at == std::end(kKinds))
      row.error("kind", unknown_name("kind", kind, {std::begin(kKinds), std::end(kKinds)},
                                     "it must be allocation, lpp, nveu, product or consignee"));
    if (load_.rules_known && at != std::end(kKinds) && !has_meter(position.kind))
      return leave_out(row.place("kind"), fmt::format("position of kind {} fills a meter", kind), load_);
    read_destination(row, position);
    row.read_text("who", position.who);
    row.read_text("year", year_);
    const bool used = row.read(kUsed, position.used_tpp);
    if (!row.ok()) return;
    check_who(row, position);
    check_year(row, position);
    if (used && row.ok() && load_.rules_known) check_limit(row, position);
    check_once(row, position);
    if (row.ok()) load_.study.position.push_back(position);
  }

 private:
  bool has_meter(Position::Kind kind) const {
    const Regime& regime = load_.study.regime;
    switch (kind) {
      case Position::Kind::allocation: return regime.allocation.cap_tpp.has_value();
      case Position::Kind::lpp: return regime.has(Authorisation::lpp);
      case Position::Kind::nveu: return regime.has(Authorisation::nveu);
      case Position::Kind::product: return regime.product_limit.has_value();
      case Position::Kind::consignee: return regime.consignee_limit.has_value();
    }
    return false;
  }

  void read_destination(RowReader& row, Position& position) {
    if (!row.read_name("destination", position.destination)) return;
    const Place place = row.place("destination");
    if (!check_destination("destination", position.destination, place, load_) || !load_.rules_known) return;
    if (position.kind == Position::Kind::product) {
      if (!load_.study.regime.limits_products(position.destination))
        row.error("destination",
                  fmt::format("{} has no product limit; the regime sets them for {}", position.destination,
                              listed(load_.study.regime.product_limit->destinations)));
    } else if (tier_of(load_.study.regime, position.destination) != 2) {
      row.error("destination",
                fmt::format("{} has no allocation; a position is one of a Tier 2 destination", position.destination));
    } else if (!holders_.orders_for(position.destination)) {
      row.error("destination", fmt::format("the study sends no order to {}; add demand there or leave the row out",
                                           position.destination));
    }
  }

  void check_who(RowReader& row, const Position& position) {
    if (position.kind == Position::Kind::allocation) {
      if (!position.who.empty()) row.error("who", "an allocation belongs to the destination; leave who empty");
    } else if (position.kind == Position::Kind::product) {
      if (!find_chip(load_.study, load_.catalogue, position.who))
        row.error("who", unknown_chip_text(position.who, load_.study, load_.catalogue));
    } else if (!holders_.has(position.destination, position.who)) {
      row.error("who", fmt::format("{} is no consignee in {}; give one of book.csv, or STREAM/1, STREAM/2, ...",
                                   in_quotes(position.who), position.destination));
    }
  }

  void check_year(RowReader& row, Position& position) {
    const int start = load_.study.start.year;
    if (position.kind != Position::Kind::lpp) {
      if (!year_.empty()) row.error("year", "only lpp is counted by year; leave year empty");
    } else if (year_ != std::to_string(start)) {
      row.error("year", fmt::format("year is {}; it must be {}, in which the study starts", in_quotes(year_), start));
    } else {
      position.year = start;
    }
  }

  void check_limit(RowReader& row, const Position& position) {
    const Regime& regime = load_.study.regime;
    u64 limit = kMaxCapTpp;  // of a product: shipments in the month of the start may be still to come
    switch (position.kind) {
      case Position::Kind::allocation: limit = *regime.allocation.cap_tpp; break;
      case Position::Kind::lpp: limit = *regime.lpp_cap_tpp; break;
      case Position::Kind::nveu: limit = regime.nveu_allowance(load_.study.start); break;
      case Position::Kind::consignee: limit = regime.consignee_limit->cap_tpp; break;
      case Position::Kind::product: break;
    }
    if (position.used_tpp > limit)
      row.error("used_tpp", fmt::format("used_tpp is {}; the limit at the start is {}", position.used_tpp, limit));
  }

  void check_once(RowReader& row, const Position& position) {
    const auto [at, is_new] =
        line_of_.emplace(std::tuple(position.kind, position.destination, position.who), row.place().line);
    if (!is_new) row.error("kind", fmt::format("second row for this meter, after line {}; keep one", at->second));
  }

  Loading& load_;
  Holders holders_;
  std::string year_;
  std::map<std::tuple<Position::Kind, std::string, std::string>, int> line_of_;
};

}  // namespace

void read_position(const CsvTable& table, Loading& load) {
  PositionReader reader(load);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, load.problems);
    reader.read(row);
  }
  std::sort(load.study.position.begin(), load.study.position.end(), [](const Position& a, const Position& b) {
    return std::tie(a.destination, a.kind, a.who) < std::tie(b.destination, b.kind, b.who);
  });
}

}  // namespace headroom
