// Changes to the rows of market.csv and book.csv.
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "host/model/columns.h"
#include "host/model/route_text.h"
#include "host/model/scenario_parts.h"

namespace headroom {
namespace {

// Where a row keeps a column.
template <class Row>
struct NumberField {
  NumberColumn column;
  std::variant<double Row::*, u32 Row::*> member;
  std::string_view name() const { return column.name; }
};
template <class Row>
struct TextField {
  std::string_view column;
  std::string Row::*member;
  std::string_view name() const { return column; }
};

template <class Row>
struct Fields {
  std::vector<NumberField<Row>> numbers;
  std::vector<TextField<Row>> texts;
};

const Fields<Stream>& fields_of(const Stream&) {
  static const Fields<Stream> fields = {{{kOrdersPerMonth, &Stream::orders_per_month},
                                         {kGrowthPerYear, &Stream::growth_per_year},
                                         {kUnitsMedian, &Stream::units_median},
                                         {kUnitsLogSd, &Stream::units_log_sd},
                                         {kUnitsMax, &Stream::units_max},
                                         {kConsignees, &Stream::consignees},
                                         {kDelayMonths, &Stream::delay_months},
                                         {kBetaGlobal, &Stream::beta_global},
                                         {kBetaRegion, &Stream::beta_region},
                                         {kBetaOwn, &Stream::beta_own}},
                                        {{"destination", &Stream::destination},
                                         {"stream", &Stream::name},
                                         {"chips", &Stream::chips},
                                         {"headquarters", &Stream::headquarters}}};
  return fields;
}

const Fields<BookOrder>& fields_of(const BookOrder&) {
  static const Fields<BookOrder> fields = {{{kUnitsLow, &BookOrder::units_low},
                                            {kUnitsMode, &BookOrder::units_mode},
                                            {kUnitsHigh, &BookOrder::units_high},
                                            {kDelayMonths, &BookOrder::delay_months},
                                            {kOrderProbability, &BookOrder::probability}},
                                           {{"id", &BookOrder::id},
                                            {"destination", &BookOrder::destination},
                                            {"consignee", &BookOrder::consignee},
                                            {"chip", &BookOrder::chip},
                                            {"project", &BookOrder::project},
                                            {"headquarters", &BookOrder::headquarters},
                                            {"source", &BookOrder::source},
                                            {"note", &BookOrder::note}}};
  return fields;
}

template <class Field>
const Field* find_field(const std::vector<Field>& all, std::string_view name) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Field& field) { return field.name() == name; });
  return at == all.end() ? nullptr : &*at;
}

bool same_share(const RouteShare& a, const RouteShare& b) { return a.route == b.route && a.weight == b.weight; }

// The columns that a row keeps in another form than the file has them.
bool holds_parsed(const Stream& stream, std::string_view column, const std::string& text) {
  if (column != "routes") throw std::logic_error("a stream has no such column");
  const std::vector<RouteShare> typed = read_route_shares(text).shares;
  return std::equal(typed.begin(), typed.end(), stream.routes.begin(), stream.routes.end(), same_share);
}

bool holds_parsed(const BookOrder& order, std::string_view column, const std::string& text) {
  if (column == "month") return text == to_string(order.month);
  if (column == "route") return text == to_string(order.route);
  throw std::logic_error("a book row has no such column");
}

template <class Row>
bool passes(const Row& row, const DemandChange::Filter& filter) {
  const Fields<Row>& fields = fields_of(row);
  if (const auto* number = find_field(fields.numbers, filter.column)) {
    const double value = std::visit([&](auto member) { return double(row.*member); }, number->member);
    return std::find(filter.numbers.begin(), filter.numbers.end(), value) != filter.numbers.end();
  }
  const auto* field = find_field(fields.texts, filter.column);
  return std::any_of(filter.texts.begin(), filter.texts.end(), [&](const std::string& text) {
    return field ? row.*field->member == text : holds_parsed(row, filter.column, text);
  });
}

template <class Row>
void change_number(Row& row, const DemandChange::Number& change, Problems& problems) {
  const auto* field = find_field(fields_of(row).numbers, change.column);
  if (!field) throw std::logic_error("no such column of numbers");
  const NumberColumn& column = field->column;
  std::visit(
      [&](auto member) {
        double value = change.scales ? double(row.*member) * change.value : change.value;
        if (column.kind == NumberKind::whole) value = std::floor(value + 0.5);
        if (!column.range.holds(value)) {  // checked before it becomes an integer
          problems.error(row.place, number_message(column.name, fmt::format("{}", value), column.kind, column.range));
          return;
        }
        row.*member = static_cast<std::decay_t<decltype(row.*member)>>(value);
      },
      field->member);
}

const Route& swapped(const Route& route, const std::vector<DemandChange::RouteSwap>& swaps) {
  const auto at = std::find_if(swaps.begin(), swaps.end(), [&](const auto& swap) { return swap.from == route; });
  return at == swaps.end() ? route : at->to;
}

void swap_routes(Stream& stream, const std::vector<DemandChange::RouteSwap>& swaps) {
  std::vector<RouteShare> shares;
  for (const RouteShare& share : stream.routes) {
    const Route& route = swapped(share.route, swaps);
    const auto at =
        std::find_if(shares.begin(), shares.end(), [&](const RouteShare& other) { return other.route == route; });
    if (at == shares.end()) {
      shares.push_back({route, share.weight});
    } else {
      at->weight += share.weight;
    }
  }
  stream.routes = std::move(shares);
}

void swap_routes(BookOrder& order, const std::vector<DemandChange::RouteSwap>& swaps) {
  order.route = Route(swapped(order.route, swaps));
}

template <class Row>
void change_rows(const DemandChange& change, std::string_view file, std::vector<Row>& rows, Problems& problems) {
  bool none = true;
  for (Row& row : rows) {
    const auto let_pass = [&](const DemandChange::Filter& filter) { return passes(row, filter); };
    if (!std::all_of(change.where.begin(), change.where.end(), let_pass)) continue;
    none = false;
    for (const DemandChange::Number& number : change.numbers) change_number(row, number, problems);
    swap_routes(row, change.routes);
  }
  if (none) problems.warn({}, fmt::format("no row of {} passes every filter of a change; it changes nothing", file));
}

}  // namespace

void change_market(const DemandChange& change, Study& study, Problems& problems) {
  change_rows(change, "market.csv", study.streams, problems);
}

void change_book(const DemandChange& change, Study& study, Problems& problems) {
  change_rows(change, "book.csv", study.book, problems);
}

}  // namespace headroom
