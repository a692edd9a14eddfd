#include "host/model/regime_read.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/keeper.h"
#include "host/model/names.h"
#include "host/model/regime_limits.h"
#include "host/model/regime_tables.h"
#include "host/model/study.h"

namespace headroom {
namespace {

constexpr Range kShare{.low = 0, .high = 1};
constexpr Range kMonths{.low = 1, .high = 1200};

void read_title(TomlTable table, Regime& regime) {
  table.need({"name", "window"});
  table.read_name("name", regime.name);
  table.read("title", regime.title);
  table.read("source", regime.source);
  table.read("status", regime.status);
  table.read("meter", regime.meter);
  if (auto window = table.table("window")) {
    window->need({"start", "months"});
    window->read("start", regime.window_start);
    window->read("months", regime.window_months, kMonths);
    window->finish();
  }
  table.finish();
}

void read_overrides(TomlTable& tiers, const Catalogue& catalogue, Regime& regime) {
  auto table = tiers.table("override");
  if (!table) return;
  for (const std::string& destination : table->keys()) {
    if (!catalogue.country(destination)) {
      tiers.problems().error(table->key_place(destination), unknown_destination("destination", destination, catalogue));
      continue;
    }
    int tier = 2;
    if (table->read(destination, tier, kTierRange)) regime.tiers[destination].tier = tier;
  }
}

void read_classes(TomlTable& table, const Catalogue& catalogue, Regime& regime) {
  std::vector<TomlText> classes;
  if (!table.read("classes", classes)) return;
  std::vector<std::string_view> known = chip_classes(catalogue);
  known.erase(std::remove(known.begin(), known.end(), "none"), known.end());
  regime.allocation.classes.clear();
  for (const TomlText& one : classes) {
    regime.allocation.classes.push_back(one.text);
    if (std::find(known.begin(), known.end(), one.text) != known.end()) continue;
    table.problems().error(one.place, unknown_name("class of chips", one.text, known,
                                                   fmt::format("the catalogue has {}", fmt::join(known, ", "))));
  }
}

void read_general_tier1(TomlTable& table, Regime& regime) {
  std::string reading = "counts_only";
  if (!table.read_choice("general_tier1", reading, {"counts_only", "stopped", "exempt"})) return;
  regime.allocation.general_tier1 = reading == "stopped"  ? GeneralTier1::stopped
                                    : reading == "exempt" ? GeneralTier1::exempt
                                                          : GeneralTier1::counts_only;
}

void read_allocation(TomlTable& table, const Catalogue& catalogue, Regime& regime) {
  if (u64 cap = 0; table.read("cap_tpp", cap, {.low = 1, .high = double(kMaxCapTpp)})) regime.allocation.cap_tpp = cap;
  read_classes(table, catalogue, regime);
  table.read("critical", regime.allocation.critical, {.low = 0, .high = 1, .above_low = true});
  read_general_tier1(table, regime);
  std::string tier2_parent = "uncounted";
  table.read_choice("tier2_parent_in_tier1", tier2_parent, {"uncounted", "counted"});
  regime.allocation.tier2_parent_counted = tier2_parent == "counted";
  table.read("max_multiplier", regime.allocation.max_multiplier, {.low = 1, .high = 1e6});
  if (auto lapse = table.table("lapse")) {
    lapse->need({"share", "months"});
    lapse->read("share", regime.allocation.lapse.share, kShare);
    lapse->read("months", regime.allocation.lapse.months, kMonths);
    lapse->finish();
  }
}

void read_lpp(TomlTable& table, Regime& regime) {
  u64 cap = 0;
  if (table.read("cap_tpp", cap, {.low = 0, .high = double(kMaxCapTpp)})) regime.lpp_cap_tpp = cap;
}

// "02-29" is a day of some years.
std::optional<Regime::Uveu::Date> parse_date(const std::string& text) {
  const auto month = parse_month("2024-" + text.substr(0, 2));
  if (!month || text.size() != 5 || text[2] != '-') return std::nullopt;
  const auto [day, message] = read_whole("day", text.substr(3, 2), {.low = 1, .high = double(days_in(*month))});
  if (!day) return std::nullopt;
  return Regime::Uveu::Date{month->month, int(*day)};
}

// A trial compares shares in whole numbers of 1/10,000.
void read_limit(TomlTable& table, std::string_view key, std::optional<double>& limit) {
  double share = 0;
  if (!table.read(key, share, kShare)) return;
  limit = share;
  if (std::abs(share * 10'000 - std::round(share * 10'000)) < 1e-6) return;
  table.error(key, fmt::format("{} is {}; it must be a whole number of 1/10,000", table.path(key), share));
}

void read_uveu(TomlTable& table, Regime::Uveu& uveu) {
  read_limit(table, "max_outside_tier1", uveu.max_outside_tier1);
  read_limit(table, "max_one_destination", uveu.max_one_destination);
  read_limit(table, "min_home_us", uveu.min_home_us);
  table.read("checkpoint_months", uveu.checkpoint_months, kMonths);
  std::vector<TomlText> dates;
  if (!table.read("reporting_dates", dates)) return;
  uveu.reporting_dates.clear();
  for (const TomlText& text : dates) {
    if (const auto date = parse_date(text.text)) {
      uveu.reporting_dates.push_back(*date);
    } else {
      table.problems().error(text.place, fmt::format("reporting date is {}; it must be a month and a day such as 02-01",
                                                     in_quotes(text.text)));
    }
  }
}

void read_weight_rules(TomlTable& table) {
  double share = 0;
  table.read("open_finetune_share", share, kShare);
}

// The file that a key of `table` names, beside regime.toml.
std::optional<InputFile> read_named_file(TomlTable& table, std::string_view key, Keeper& folder) {
  std::string name;
  if (!table.need({key}) || !table.read_name(key, name)) return std::nullopt;
  if (name.find_first_of("/\\") == std::string::npos) return folder.read(name, table.problems());
  table.error(key, fmt::format("{} is {}; it must be a file beside regime.toml", table.path(key), in_quotes(name)));
  return std::nullopt;
}

void read_main_tables(TomlTable& root, const Catalogue& catalogue, Keeper& folder, Regime& regime) {
  root.need({"regime", "tiers", "allocation"});
  if (auto table = root.table("regime")) read_title(*table, regime);
  if (auto table = root.table("tiers")) {
    if (const auto file = read_named_file(*table, "table", folder))
      read_tiers(*file, catalogue, regime, root.problems());
    read_overrides(*table, catalogue, regime);
    table->finish();
  }
  if (auto table = root.table("allocation")) {
    read_allocation(*table, catalogue, regime);
    table->finish();
  }
}

void read_limits(TomlTable& root, const Catalogue& catalogue, Regime& regime) {
  if (auto table = root.table("product_limit")) {
    regime.product_limit = Regime::ProductLimit{};
    table->need({"destinations", "tpp_below", "bandwidth_below_gbs", "us_share"});
    read_product_limit(*table, catalogue, regime);
    table->finish();
  }
  if (auto table = root.table("consignee_limit")) {
    regime.consignee_limit = Regime::ConsigneeLimit{};
    table->need({"cap_tpp"});
    read_consignee_limit(*table, regime);
    table->finish();
  }
  check_limits(root, regime);
}

void read_exceptions(TomlTable& root, Keeper& folder, Regime& regime) {
  if (auto table = root.table("lpp")) {
    table->need({"cap_tpp"});
    read_lpp(*table, regime);
    table->finish();
  }
  if (auto table = root.table("nveu")) {
    if (const auto file = read_named_file(*table, "allowances", folder))
      read_allowances(*file, regime, root.problems());
    table->finish();
  }
  if (auto table = root.table("uveu")) {
    regime.uveu = Regime::Uveu{};
    read_uveu(*table, *regime.uveu);
    table->finish();
  }
  if (auto table = root.table("weights")) {
    if (const auto file = read_named_file(*table, "table", folder)) read_weights(*file, root.problems());
    read_weight_rules(*table);
    table->finish();
  }
}

}  // namespace

RegimeRead read_regime(const Folder& folder, const Catalogue& catalogue, Problems& problems) {
  RegimeRead result;
  Keeper keeper(folder, "regime/", result.files);
  const auto file = keeper.read("regime.toml", problems);
  const auto toml = file ? TomlFile::parse(*file, problems) : std::nullopt;
  if (!toml) return result;
  TomlTable root(*toml, problems);
  read_main_tables(root, catalogue, keeper, result.regime);
  read_limits(root, catalogue, result.regime);
  read_exceptions(root, keeper, result.regime);
  root.finish();
  return result;
}

void read_regime_changes(TomlTable changes, const Catalogue& catalogue, Regime& regime) {
  const auto change = [&](std::string_view name, auto&& read) {
    if (auto table = changes.table(name)) {
      read(*table);
      table->finish();
    }
  };
  change("tiers", [&](TomlTable& table) { read_overrides(table, catalogue, regime); });
  change("allocation", [&](TomlTable& table) { read_allocation(table, catalogue, regime); });
  // Of a table that the regime does not have the caller speaks.
  if (changes.has("product_limit") && regime.product_limit)
    change("product_limit", [&](TomlTable& table) { read_product_limit(table, catalogue, regime); });
  if (changes.has("consignee_limit") && regime.consignee_limit)
    change("consignee_limit", [&](TomlTable& table) { read_consignee_limit(table, regime); });
  change("lpp", [&](TomlTable& table) { read_lpp(table, regime); });
  if (changes.has("uveu") && regime.uveu) change("uveu", [&](TomlTable& table) { read_uveu(table, *regime.uveu); });
  change("weights", [&](TomlTable& table) { read_weight_rules(table); });
  changes.finish();
}

}  // namespace headroom
