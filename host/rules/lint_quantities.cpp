// Caps against each other and against what one order has at least; shares; reporting dates.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/rules/lint_parts.h"

namespace headroom {
namespace {

constexpr Range kShare{.low = 0, .high = 1};

void lint_least(const LintedRegime& linted, std::string_view name, double lowest) {
  auto table = linted.table(name);
  const auto cap = number_in(table, "cap_tpp", {.low = lowest});
  const auto least = least_order(linted);
  if (!cap || !least || *cap >= double(*least)) return;
  linted.say(table->place("cap_tpp"),
             fmt::format("{}.cap_tpp is {:.0f}, less than the {} TPP of the smallest chip that counts: no order fits; "
                         "give at least that, or leave the key out",
                         name, *cap, *least));
}

void lint_lpp(const LintedRegime& linted) {
  auto lpp = linted.table("lpp"), allocation = linted.table("allocation");
  const auto one = number_in(lpp, "cap_tpp"), all = number_in(allocation, "cap_tpp", {.low = 1});
  if (!one || !all || *one <= *all) return;
  linted.say(lpp->place("cap_tpp"),
             fmt::format("lpp.cap_tpp is {:.0f}, more than the {:.0f} that a whole destination has; an exception for "
                         "small amounts must lie below",
                         *one, *all));
}

void lint_lapse(const LintedRegime& linted) {
  auto allocation = linted.table("allocation");
  auto lapse = allocation ? allocation->table("lapse") : std::nullopt;
  const auto share = number_in(lapse, "share"), months = number_in(lapse, "months");
  const int window = linted.regime.window_months;
  if (!share || !months || *share <= 0 || window <= 0 || *months < window) return;
  linted.say(lapse->place("months"),
             fmt::format("allocation.lapse.months is {:.0f}, and the window has {} months: nothing ever comes back; "
                         "give fewer, or a share of 0",
                         *months, window));
}

void lint_classes(const LintedRegime& linted) {
  auto allocation = linted.table("allocation");
  std::vector<TomlText> classes;
  if (!allocation || !allocation->has("classes") || !allocation->read("classes", classes)) return;
  if (classes.empty()) {
    linted.say(allocation->place("classes"),
               "allocation.classes is empty, so no chip counts; name the classes that do");
  }
  std::set<std::string> seen;
  for (const TomlText& one : classes) {
    if (seen.insert(one.text).second) continue;
    linted.say(one.place, fmt::format("class {} stands twice; keep one", in_quotes(one.text)));
  }
}

void lint_finetune_share(const LintedRegime& linted) {
  auto weights = linted.table("weights");
  const auto share = number_in(weights, "open_finetune_share", kShare);
  if (!share) return;
  const Place place = weights->place("open_finetune_share");
  if (*share <= 0 || *share >= 1) {
    linted.say(place,
               fmt::format("weights.open_finetune_share is {}: {} open model that is trained further counts as a "
                           "closed one; give a share between the two",
                           *share, *share <= 0 ? "every" : "hardly any"));
  }
}

using Dates = std::vector<TomlText>;

void lint_reporting_dates(const LintedRegime& linted, TomlTable& uveu) {
  Dates dates;
  if (!uveu.read("reporting_dates", dates)) return;
  if (dates.empty()) {
    linted.say(uveu.place("reporting_dates"), "uveu.reporting_dates is empty, so no report is ever due; name the days");
  }
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const auto& [text, place] = dates[i];
    if (text == "02-29") {
      linted.say(place, "reporting date is '02-29', which most years lack; take a day of every year, such as 02-28");
    }
    if (i == 0 || dates[i - 1].text < text) continue;
    const bool twice = dates[i - 1].text == text;
    linted.say(place, fmt::format("reporting date {} {}; put the days in the order of the year, each once",
                                  in_quotes(text), twice ? "stands twice" : "comes after a later one"));
  }
}

void lint_shares(const LintedRegime& linted, std::optional<TomlTable>& uveu) {
  const auto outside = number_in(uveu, "max_outside_tier1", kShare),
             one = number_in(uveu, "max_one_destination", kShare);
  const auto home = number_in(uveu, "min_home_us", kShare);
  if (outside && one && *one > *outside) {
    linted.say(uveu->place("max_one_destination"),
               fmt::format("uveu.max_one_destination is {}, more than the {} that all places outside Tier 1 may have "
                           "together; it can never bind, give less",
                           *one, *outside));
  }
  if (one && *one <= 0) {
    linted.say(uveu->place("max_one_destination"),
               "uveu.max_one_destination is 0, so nothing may stand outside Tier 1; give the share");
  }
  if (outside && home && *outside > 1 - *home) {
    linted.say(
        uveu->place("max_outside_tier1"),
        fmt::format("uveu.max_outside_tier1 is {}, more than the {:g} that min_home_us leaves abroad; one of the "
                    "two is wrong",
                    *outside, 1 - *home));
  }
}

}  // namespace

void lint_quantities(const LintedRegime& linted) {
  lint_least(linted, "allocation", 1);
  lint_least(linted, "lpp", 0);
  lint_lpp(linted);
  lint_lapse(linted);
  lint_classes(linted);
  lint_finetune_share(linted);
}

void lint_ratios(const LintedRegime& linted) {
  auto uveu = linted.table("uveu");
  if (!uveu) return;
  lint_shares(linted, uveu);
  lint_reporting_dates(linted, *uveu);
  const auto months = number_in(uveu, "checkpoint_months");
  if (!months || linted.regime.window_months <= 0 || *months <= linted.regime.window_months) return;
  linted.say(uveu->place("checkpoint_months"),
             fmt::format("uveu.checkpoint_months is {:.0f}, longer than the window of {} months: no look ever comes; "
                         "give fewer",
                         *months, linted.regime.window_months));
}

}  // namespace headroom
