// book.csv: one row an order of the user's own.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/columns.h"
#include "host/model/load_parts.h"
#include "host/model/names.h"
#include "host/model/route_text.h"

namespace headroom {
namespace {

class BookReader {
 public:
  explicit BookReader(Loading& load) : load_(load) {}

  void read(RowReader& row) {
    BookOrder order;
    order.place = row.place();
    read_id(row, order);
    if (row.read_name("destination", order.destination)) {
      check_destination("destination", order.destination, row.place("destination"), load_);
    }
    row.read_name("consignee", order.consignee);
    read_chip_and_units(row, order);
    if (row.read_month("month", order.month)) check_month("month", order.month, row.place("month"), load_);
    row.read(kDelayMonths, order.delay_months);
    row.read(kOrderProbability, order.probability);
    row.read_text("project", order.project);
    row.read_text("source", order.source);
    row.read_text("note", order.note);
    read_route(row, order);
    if (row.ok()) load_.study.book.push_back(std::move(order));
  }

 private:
  void read_id(RowReader& row, BookOrder& order) {
    if (!row.read_name("id", order.id)) return;
    const auto [at, is_new] = line_of_.emplace(order.id, row.place().line);
    if (is_new) return;
    row.error("id", fmt::format("second row with id {}, after line {}; give each row its own id", in_quotes(order.id),
                                at->second));
  }

  void read_chip_and_units(RowReader& row, BookOrder& order) {
    bool sized = row.read(kUnitsLow, order.units_low);
    sized = row.read(kUnitsMode, order.units_mode) && sized;
    sized = row.read(kUnitsHigh, order.units_high) && sized;
    const bool named = row.read_name("chip", order.chip);
    const Chip* chip = find_chip(load_.study, load_.catalogue, order.chip);
    if (named && !chip) unknown_chip(row, order.chip);
    if (sized) blame(row, size_faults(order, chip ? chip->tpp : 0));
  }

  void unknown_chip(RowReader& row, const std::string& id) {
    if (load_.study.mixes.count(id) > 0) {
      return row.error("chip", fmt::format("{} is a mix; a book row names one chip", in_quotes(id)));
    }
    row.error("chip", unknown_chip_text(id, load_.study, load_.catalogue));
  }

  void read_route(RowReader& row, BookOrder& order) {
    std::string text;
    if (row.read_text("route", text)) {
      auto [route, message] = headroom::read_route(text);
      if (!message.empty() && text.find_first_of(":;") != std::string::npos) {
        message = fmt::format("route is {}; a book row has one route, without a weight, such as lpp>general",
                              in_quotes(text));
      }
      if (message.empty()) message = fit_route(route, load_);
      if (!message.empty()) row.error("route", message);
      order.route = std::move(route);
    }
    row.read_text("headquarters", order.headquarters);
    check_headquarters(row, order.headquarters, {order.route}, load_);
  }

  Loading& load_;
  std::unordered_map<std::string, int> line_of_;  // of an id
};

}  // namespace

void read_book(const CsvTable& table, Loading& load) {
  BookReader reader(load);
  for (const CsvRow& fields : table.rows) {
    RowReader row(table, fields, load.problems);
    reader.read(row);
  }
  std::sort(load.study.book.begin(), load.study.book.end(),
            [](const BookOrder& a, const BookOrder& b) { return a.id < b.id; });
}

}  // namespace headroom
