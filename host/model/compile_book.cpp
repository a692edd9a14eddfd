// The user's book: rows of a destination stand together in the order of their ids; what meets no meter comes last.
#include "host/model/compiler.h"
#include "host/model/demand.h"
#include "host/model/function_tables.h"
#include "host/model/subjects.h"
#include "host/trial/draws.h"

namespace headroom {
void Compiler::add_book() {
  std::vector<std::string> ids, projects;
  for (const BookOrder& order : study.book) {
    ids.push_back(order.id);
    if (!order.project.empty()) projects.push_back(order.project);
    out.book.push_back({order.id, order.destination});
  }
  const auto subjects = assign_subjects(ids, "book orders", problems);
  const auto project_subjects = assign_subjects(projects, "projects", problems);

  const auto row_of = [&](u32 tally, const BookOrder& order) {
    const auto law = delay_law(order.delay_months, months_between(study.start, order.month), study.months);
    std::vector<u32> delays;
    if (order.probability > 0)
      for (const long double at_most : law) delays.push_back(last_within(at_most));
    BookRow row{};
    row.subject = subjects.at(order.id);
    row.chance_subject = order.project.empty() ? row.subject : project_subjects.at(order.project);
    row.chance_purpose = u32(order.project.empty() ? Purpose::book : Purpose::project);
    row.last_chance = last_within(order.probability);
    row.month = u32(months_between(study.start, order.month));
    row.delay_count = u32(delays.size());
    row.delays = push(delays);
    row.sizes = push(triangular_sizes(order.units_low, order.units_mode, order.units_high));
    row.tpp_per_unit = find_chip(study, catalogue, order.chip)->tpp;
    row.route = route_code(order.route);
    row.tally = tally;
    return row;
  };
  const auto fate = [&](const BookOrder& order) {
    return fate_of(study.regime, order.destination, order.headquarters, *find_chip(study, catalogue, order.chip),
                   order.route);
  };

  for (std::size_t d = 0; d < out.destinations.size(); ++d) {
    Destination& place = out.destinations[d];
    place.book = u32(out.book_rows.size());
    for (u32 i = 0; i < study.book.size(); ++i) {
      const BookOrder& order = study.book[i];
      const std::string& queue = queue_of(study.regime, order);
      if (queue != out.capped[d].iso3 || fate(order) != Fate::metered) continue;
      BookRow row = row_of(i, order);
      row.route = route_code(study.regime, queue, order.route);
      if (study.regime.limits_products(order.destination)) {
        row.consignee = limited_product(order.destination, order.chip, &place);
      } else if (has_step(row.route, kLpp) || has_step(row.route, kNveu) || study.regime.consignee_limit) {
        const std::string& buyer = order.consignee.empty() ? order.id : order.consignee;
        const auto [meter, fresh] = buyers_.try_emplace({queue, buyer}, place.consignees);
        place.consignees += fresh;
        row.consignee = meter->second;
      }
      note_route(row.route, &place);
      out.book_rows.push_back(row);
    }
    place.book_count = u32(out.book_rows.size()) - place.book;
  }
  out.scalars.settled = u32(out.book_rows.size());
  for (u32 i = 0; i < study.book.size(); ++i) {
    if (fate(study.book[i]) == Fate::metered) continue;
    BookRow row = row_of(i, study.book[i]);
    row.prohibited = fate(study.book[i]) == Fate::prohibited;
    out.book_rows.push_back(row);
  }
  out.scalars.settled_count = u32(out.book_rows.size()) - out.scalars.settled;
}

}  // namespace headroom
