#include "host/model/compile.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "host/base/digest.h"
#include "host/base/iso3.h"
#include "host/model/compiler.h"
#include "host/model/demand.h"
#include "host/model/function_tables.h"

namespace headroom {
namespace {

u32 q30(long double x) { return u32(i32(std::llround(x * (1 << 30)))); }

std::set<std::string> destinations_of(const Compiler& c) {
  std::set<std::string> all;
  for (const StreamsByPlace* places : {&c.bound_for, &c.in_queue_of})
    for (const auto& [iso3, streams] : *places) all.insert(iso3);
  for (const BookOrder& order : c.study.book) all.insert({order.destination, queue_of(c.study.regime, order)});
  for (const DivertRule& rule : c.study.diverts) all.insert(rule.to);
  return all;
}

// Adds what a destination's orders come to before any meter.
void add_expectations(Compiler& c, DestinationLabel* label) {
  const Study& study = c.study;
  const auto add = [&](Fate fate, long double orders) {
    if (fate == Fate::uveu) label->expected.uveu += double(orders);
    if (fate == Fate::exempt) label->expected.exempt += double(orders);
    if (fate == Fate::licensed) label->expected.licensed += double(orders);
    if (fate == Fate::prohibited) label->expected.prohibited += double(orders);
  };
  for (const std::size_t i : streams_in(c.bound_for, label->iso3)) {
    const std::vector<long double>& monthly = c.monthly[i];
    for (const long double orders : monthly) label->market_orders += double(orders);
    for (const OrderKind& kind : c.kinds.of(study.streams[i]).orders) {
      if (kind.fate == Fate::metered) continue;
      for (std::size_t m = 0; m < monthly.size(); ++m) add(kind.fate, monthly[m] * kind.chance[m / 3]);
    }
  }
  for (const BookOrder& order : study.book) {
    if (order.destination != label->iso3) continue;
    const auto law = delay_law(order.delay_months, months_between(study.start, order.month), study.months);
    add(fate_of(study.regime, order.destination, order.headquarters, *find_chip(study, c.catalogue, order.chip),
                order.route),
        law.empty() ? 0.0L : order.probability * law.back());
  }
}

void label_destinations(Compiler& c, CompiledStudy* out) {
  const Study& study = c.study;
  for (const std::string& iso3 : destinations_of(c)) {
    DestinationLabel label;
    label.iso3 = iso3;
    label.name = c.catalogue.country(iso3)->name;
    label.tier = study.regime.tier(iso3).tier;
    if (label.tier == 2) label.cap_tpp = study.regime.allocation.cap_tpp.value_or(0);
    add_expectations(c, &label);
    (study.regime.limits(iso3) ? out->capped : out->uncapped).push_back(label);
  }
}

void put_factor_coefficients(const Factors& factors, Tables* t) {
  const auto rest = [](double rho) { return q30(std::sqrt(1 - static_cast<long double>(rho) * rho)); };
  t->global_rho = q30(factors.global_rho);
  t->global_rest = rest(factors.global_rho);
  t->region_rho = q30(factors.region_rho);
  t->region_rest = rest(factors.region_rho);
  t->own_rho = q30(factors.own_rho.value_or(0));
  t->own_rest = rest(factors.own_rho.value_or(0));
  t->correlation = q30(factors.correlation_with_global);
  t->correlation_rest = rest(factors.correlation_with_global);
}

void put_functions(const Study& study, Compiler* c) {
  Tables& t = c->out.scalars;
  t.log_table = c->push(make_log_table());
  t.exp_table = c->push(make_exp_table());
  t.normal_table = c->push(make_normal_table());
  t.student_t = u32(study.factors.student_t);
  if (t.student_t) t.scale_table = c->push(make_scale_table(study.factors.student_t));
  std::vector<u32> years;
  for (int m = 0; m < study.months; ++m) years.push_back(u32(plus_months(study.start, m).year - study.start.year + 1));
  t.years = c->push(years);
}

Tier1Reading reading_of(GeneralTier1 reading) {
  if (reading == GeneralTier1::stopped) return Tier1Reading::stopped;
  if (reading == GeneralTier1::exempt) return Tier1Reading::exempt;
  return Tier1Reading::counts_only;
}

// Shares and chances in 32 bits. One part in 2^32 separates "off" from the least chance.
void put_behaviour(const Study& study, Tables* t) {
  const Behaviour& behaviour = study.behaviour;
  if (behaviour.rush && behaviour.rush->factor > 1) t->rush_gap = u32(std::llround(0x1p32L / behaviour.rush->factor));
  t->split = behaviour.split.value_or(false);
  if (behaviour.wait && behaviour.wait->probability > 0) {
    t->wait = 1;
    t->wait_last = last_within(behaviour.wait->probability);
    t->wait_months = u32(behaviour.wait->months);
  }
  const auto& lapse = study.regime.allocation.lapse;
  t->lapse_share = u64(std::ceil(lapse.share * 0x1p32L));
  t->lapse_months = u32(lapse.months);
}

void put_scalars(const Study& study, Tables* t) {
  t->keys = keys_of_rounds({u32(study.seed), u32(study.seed >> 32)});
  t->months = u32(study.months);
  t->quarters = u32(study.quarters());
  t->lpp_cap = study.regime.lpp_cap_tpp.value_or(0);
  t->tier1 = reading_of(study.regime.allocation.general_tier1);
  put_behaviour(study, t);
  put_factor_coefficients(study.factors, t);
}

}  // namespace

u32 last_within(long double probability) {
  return u32(std::clamp<i64>(std::llround(probability * 0x1p32L), 1, i64(1) << 32) - 1);
}

u32 route_code(const Route& route) {
  u32 code = 0, shift = 0;
  for (const Authorisation step : route) {
    RouteStep kind = kEnd;
    switch (step) {
      case Authorisation::general: kind = kGeneral; break;
      case Authorisation::general_tier1: kind = kGeneralTier1; break;
      case Authorisation::lpp: kind = kLpp; break;
      case Authorisation::nveu: kind = kNveu; break;
      case Authorisation::uveu:
      case Authorisation::exempt: break;  // never metered
    }
    code |= kind << shift;
    shift += kStepBits;
  }
  return code;
}

u32 route_code(const Regime& regime, const std::string& iso3, const Route& route) {
  const bool has_allocation = regime.tier(iso3).tier == 2 && regime.allocation.cap_tpp;
  return regime.limits(iso3) && !has_allocation ? u32(kGeneral) : route_code(route);
}

Compiler::Compiler(const Study& s, const Catalogue& c, Problems& p) : study(s), catalogue(c), problems(p), kinds(s, c) {
  for (std::size_t i = 0; i < study.streams.size(); ++i) {
    const Stream& stream = study.streams[i];
    const auto [growth, fresh] = growths.try_emplace(stream.growth_per_year);
    if (fresh) growth->second = growth_by_month(stream.growth_per_year, study.months);
    monthly.push_back(monthly_orders(stream, growth->second, study.steady_pipeline));
    bound_for[stream.destination].push_back(i);
    in_queue_of[queue_of(study.regime, stream)].push_back(i);
  }
}

u32 Compiler::push(const std::vector<u32>& table) {
  // Small tables repeat (size laws, delay laws): keep one copy. Their hashes are compared first, and no second copy is
  // kept to compare with: a market may bring as many size laws as streams.
  const std::string_view bytes(reinterpret_cast<const char*>(table.data()), table.size() * sizeof(u32));
  const std::size_t hash = std::hash<std::string_view>()(bytes);
  const auto [begin, end] = seen_.equal_range(hash);
  for (auto known = begin; known != end; ++known) {
    const auto [at, size] = known->second;
    if (size == table.size() && std::equal(table.begin(), table.end(), out.words.begin() + at)) return at;
  }
  const u32 at = u32(out.words.size());
  seen_.emplace(hash, std::pair(at, u32(table.size())));
  out.words.insert(out.words.end(), table.begin(), table.end());
  return at;
}

u32 Compiler::push(const std::vector<u64>& table) {
  const u32 at = u32(out.wides.size());
  out.wides.insert(out.wides.end(), table.begin(), table.end());
  return at;
}

Tables CompiledStudy::tables() const {
  Tables t = scalars;
  t.words = words.data();
  t.wides = wides.data();
  t.rows = rows.data();
  t.book = book_rows.data();
  t.diverts = diverts.data();
  t.destinations = destinations.data();
  t.companies = companies.data();
  t.locations = locations.data();
  t.slots = slots.data();
  t.word_count = u32(words.size());
  t.wide_count = u32(wides.size());
  t.row_count = u32(rows.size());
  t.book_count = u32(book_rows.size());
  t.divert_count = u32(diverts.size());
  t.destination_count = u32(destinations.size());
  t.company_count = u32(companies.size());
  t.location_count = u32(locations.size());
  t.slot_count = u32(slots.size());
  return t;
}

u64 CompiledStudy::digest() const {
  const Tables& t = scalars;
  Digest digest;
  for (const u32 x : {t.keys.round[0].low,
                      t.keys.round[0].high,
                      t.months,
                      t.quarters,
                      t.group_count,
                      t.own_count,
                      t.settled,
                      t.settled_count,
                      t.global_rho,
                      t.global_rest,
                      t.region_rho,
                      t.region_rest,
                      t.own_rho,
                      t.own_rest,
                      t.correlation,
                      t.correlation_rest,
                      t.student_t,
                      u32(t.tier1),
                      t.rush_gap,
                      t.split,
                      t.wait,
                      t.wait_last,
                      t.wait_months,
                      t.lapse_months,
                      t.hub_count,
                      t.run_order,
                      t.level_count,
                      t.level_ends,
                      t.looks,
                      t.look_count})
    digest.add(x);
  digest.add(t.lpp_cap);
  digest.add(t.lapse_share);
  digest.add(words);
  digest.add(wides);
  digest.add(rows);
  digest.add(book_rows);
  digest.add(diverts);
  digest.add(destinations);
  digest.add(companies);
  digest.add(locations);
  digest.add(slots);
  return digest.value();
}

CompiledStudy compile(const Study& study, const Catalogue& catalogue, Problems& problems) {
  Compiler c(study, catalogue, problems);
  label_destinations(c, &c.out);
  c.out.expectations_exist = study.factors.student_t == 0;
  put_scalars(study, &c.out.scalars);
  put_functions(study, &c);
  c.name_factors();
  for (const DestinationLabel& label : c.out.capped) c.add_destination(label.iso3);
  c.add_book();
  c.add_diverts();
  c.add_limits();
  c.add_position();
  c.add_companies();
  c.out.words.insert(c.out.words.end(), kTablePadding, 0);
  return std::move(c.out);
}

}  // namespace headroom
