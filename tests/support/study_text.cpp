#include "tests/support/study_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "host/io/folder.h"
#include "tests/support/temporary_folder.h"

namespace headroom::testing {
namespace {

// A number as TOML and CSV both read it, to the last bit.
std::string number(double x) {
  const std::string text = fmt::format("{:.17g}", x);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string day(YearMonth month) { return to_string(month) + "-01"; }

std::string list(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back('"' + name + '"');
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

std::string factors_text(const Factors& factors) {
  std::string text = fmt::format(
      "[factors]\nglobal = {{ rho = {} }}\nregion = {{ rho = {}, correlation_with_global = {} }}\nstudent_t = {}\n",
      number(factors.global_rho), number(factors.region_rho), number(factors.correlation_with_global),
      factors.student_t);
  if (factors.own_rho) text += fmt::format("own = {{ rho = {} }}\n", number(*factors.own_rho));
  text += "[factors.groups]\n";
  for (const auto& [name, members] : factors.groups) text += fmt::format("{} = {}\n", name, list(members));
  return text;
}

std::string chips_text(const Study& study) {
  std::string text;
  for (const auto& [name, mix] : study.mixes) {
    text += fmt::format("[chips.{}]\n", name);
    for (const Mix::Share& share : mix.shares) {
      std::vector<std::string> weights;
      for (const double weight : share.weights) weights.push_back(number(weight));
      text += fmt::format("{} = [{}]\n", share.chip, fmt::join(weights, ", "));
    }
  }
  for (const Chip& chip : small_catalogue().chips) {
    if (chip.id == "H100") continue;  // of the true catalogue
    text += fmt::format("[chip.{}]\ntpp = {}\nclass = \"{}\"\n", chip.id, chip.tpp, chip.chip_class);
  }
  return text;
}

std::string behaviour_text(const Behaviour& behaviour) {
  std::string text = "[behaviour]\n";
  if (behaviour.rush)
    text += fmt::format("rush = {{ threshold = {}, factor = {} }}\n", number(behaviour.rush->threshold),
                        number(behaviour.rush->factor));
  if (behaviour.split) text += fmt::format("split = {}\n", *behaviour.split);
  if (behaviour.wait)
    text += fmt::format("wait = {{ probability = {}, months = {} }}\n", number(behaviour.wait->probability),
                        behaviour.wait->months);
  return text;
}

std::string stream_text(const Stream& s) {
  std::vector<std::string> routes;
  for (const RouteShare& share : s.routes)
    routes.push_back(fmt::format("{}:{}", to_string(share.route), number(share.weight)));
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}", s.destination, s.name, number(s.orders_per_month),
                     number(s.growth_per_year), number(s.units_median), number(s.units_log_sd), s.units_max, s.chips,
                     fmt::join(routes, ";"), s.consignees, number(s.delay_months), number(s.beta_global),
                     number(s.beta_region), number(s.beta_own), s.headquarters);
}

std::string book_text(const BookOrder& b) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}", b.id, b.destination, b.consignee, b.chip, b.units_low,
                     b.units_mode, b.units_high, to_string(b.month), number(b.delay_months), number(b.probability),
                     to_string(b.route), b.project, b.headquarters);
}

std::string position_text(const Position& p) {
  const char* kind = p.kind == Position::Kind::allocation ? "allocation"
                     : p.kind == Position::Kind::lpp      ? "lpp"
                                                          : "nveu";
  return fmt::format("{},{},{},{},{}", kind, p.destination, p.who, p.year ? std::to_string(p.year) : "", p.used_tpp);
}

std::string arrangement_text(const Arrangement& arrangement) {
  std::vector<std::string> months;
  for (const auto& [month, probability] : arrangement.month_probabilities)
    months.push_back(fmt::format("\"{}\" = {}", to_string(month), number(probability)));
  return fmt::format("[[arrangement]]\ndestination = \"{}\"\nmultiplier = {}\nmonth_probabilities = {{ {} }}",
                     arrangement.destination, number(arrangement.multiplier), fmt::join(months, ", "));
}

std::string regime_text(const Regime& regime) {
  const auto& allocation = regime.allocation;
  const char* reading = allocation.general_tier1 == GeneralTier1::counts_only ? "counts_only"
                        : allocation.general_tier1 == GeneralTier1::stopped   ? "stopped"
                                                                              : "exempt";
  return fmt::format(
      "[regime]\nname = \"{}\"\nwindow = {{ start = {}, months = {} }}\n[tiers]\ntable = \"tiers.csv\"\n[allocation]\n"
      "cap_tpp = {}\ncritical = {}\ngeneral_tier1 = \"{}\"\ntier2_parent_in_tier1 = \"{}\"\nlapse = {{ share = {}, "
      "months = {} }}\n[lpp]\ncap_tpp = "
      "{}\n[nveu]\nallowances = \"nveu.csv\"\n[uveu]\n",
      regime.name, day(regime.window_start), regime.window_months, *allocation.cap_tpp, number(allocation.critical),
      reading, allocation.tier2_parent_counted ? "counted" : "uncounted", number(allocation.lapse.share),
      allocation.lapse.months, *regime.lpp_cap_tpp);
}

// Every destination of the true catalogue needs a tier.
std::vector<std::string> tiers_text(const Regime& regime) {
  Problems problems;
  std::vector<std::string> rows;
  for (const Country& country : load_catalogue(Folder::bundled(""), problems).countries) {
    const auto at = regime.tiers.find(country.iso3);
    rows.push_back(fmt::format("{},{},", country.iso3, at == regime.tiers.end() ? 2 : at->second.tier));
  }
  return rows;
}

std::string lines(const std::string& header, const std::vector<std::string>& rows) {
  return fmt::format("{}\n{}{}", header, fmt::join(rows, "\n"), rows.empty() ? "" : "\n");
}

}  // namespace

StudyText study_text(const Study& study) {
  StudyText text;
  text.head = fmt::format("[study]\nname = \"{}\"\nregime = \"regime\"\nstart = {}\nmonths = {}\nseed = {}\n",
                          study.name, day(study.start), study.months, study.seed) +
              factors_text(study.factors) + chips_text(study) +
              fmt::format("[market]\npipeline = \"{}\"\n", study.steady_pipeline ? "steady" : "empty") +
              behaviour_text(study.behaviour);
  for (const DivertRule& rule : study.diverts)
    text.diverts.push_back(fmt::format("[[divert]]\nfrom = \"{}\"\nto = \"{}\"\nprobability = {}", rule.from, rule.to,
                                       number(rule.probability)));
  for (const Arrangement& arrangement : study.arrangements) text.arrangements.push_back(arrangement_text(arrangement));
  for (const Stream& stream : study.streams) text.market.push_back(stream_text(stream));
  for (const BookOrder& order : study.book) text.book.push_back(book_text(order));
  for (const Position& position : study.position) text.position.push_back(position_text(position));
  text.regime = regime_text(study.regime);
  text.tiers = tiers_text(study.regime);
  for (const Regime::Allowance& allowance : study.regime.nveu)
    text.allowances.push_back(
        fmt::format("{}Q{},{}", allowance.quarter.year, (allowance.quarter.month + 2) / 3, allowance.tpp));
  return text;
}

void StudyText::shuffle(Dice* dice) {
  for (auto* rows : {&diverts, &arrangements, &market, &book, &position, &tiers}) dice->shuffle(rows);
}

void StudyText::write(const std::filesystem::path& folder) const {
  put_text(folder / "study.toml", lines(lines(head, diverts), arrangements));
  put_text(folder / "market.csv",
           lines("destination,stream,orders_per_month,growth_per_year,units_median,units_log_sd,units_max,chips,routes,"
                 "consignees,delay_months,beta_global,beta_region,beta_own,headquarters",
                 market));
  put_text(folder / "book.csv",
           lines("id,destination,consignee,chip,units_low,units_mode,units_high,month,delay_months,probability,route,"
                 "project,headquarters",
                 book));
  put_text(folder / "position.csv", lines("kind,destination,who,year,used_tpp", position));
  put_text(folder / "regime/regime.toml", regime);
  put_text(folder / "regime/tiers.csv", lines("destination,tier,paragraph", tiers));
  put_text(folder / "regime/nveu.csv", lines("quarter,tpp", allowances));
}

}  // namespace headroom::testing
