// study.toml: chips of the study's own, and mixes of chips by quarter.
#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/load_parts.h"
#include "host/model/names.h"

namespace headroom {
namespace {

void read_class(TomlTable& table, Chip& chip, Loading& load) {
  if (!table.read("class", chip.chip_class)) return;
  const std::vector<std::string_view> known = chip_classes(load.catalogue);
  if (std::find(known.begin(), known.end(), chip.chip_class) != known.end()) return;
  table.error("class", unknown_name("class of chips", chip.chip_class, known,
                                    fmt::format("the catalogue has {}", fmt::join(known, ", "))));
}

void read_chips(TomlTable& chips, Loading& load) {
  for (const std::string& id : chips.keys()) {
    auto table = chips.table(id);
    if (!table) continue;
    Chip chip;
    chip.id = chip.name = id;
    double tpp = 0;
    table->need({"tpp"});
    if (table->read("tpp", tpp, kChipTpp)) chip.tpp = whole_tpp(tpp);
    read_class(*table, chip, load);
    table->read("nac_aca_eligible", chip.nac_aca_eligible);
    if (double bandwidth = 0; table->read("mem_bw_gbs", bandwidth, kChipBandwidth)) chip.bandwidth_gbs = bandwidth;
    table->finish();
    if (load.catalogue.chip(id)) {
      load.problems.error(chips.key_place(id),
                          fmt::format("chip {} is in the catalogue already; give it another name", in_quotes(id)));
    } else {
      load.study.chips.push_back(std::move(chip));
    }
  }
}

Mix read_mix(TomlTable& table, Loading& load, std::string_view path) {
  Mix mix;
  bool good = true;
  for (const std::string& chip : table.keys()) {
    Mix::Share share{chip, {}};
    if (!find_chip(load.study, load.catalogue, chip)) {
      load.problems.error(table.key_place(chip), unknown_chip_text(chip, load.study, load.catalogue));
    }
    const bool read = table.read(chip, share.weights, {.low = 0, .high = 1e12});
    if (read && share.weights.empty())
      table.error(chip, fmt::format("{} is an empty list; give it weights", table.path(chip)));
    good = good && !share.weights.empty();
    if (share.weights.empty()) share.weights = {0};
    mix.shares.push_back(std::move(share));
  }
  std::vector<std::vector<double>> weights;
  for (const Mix::Share& share : mix.shares) weights.push_back(share.weights);
  const std::size_t quarter = good ? first_empty_quarter(weights) : 0;
  if (quarter > 0) {
    load.problems.error(
        table.place(),
        fmt::format("{}: the weights of quarter {} are all 0; at least one must be above 0", path, quarter));
  }
  return mix;
}

}  // namespace

void read_chips_and_mixes(TomlTable& root, Loading& load) {
  if (auto chips = root.table("chip")) read_chips(*chips, load);
  auto mixes = root.table("chips");
  if (!mixes) return;
  for (const std::string& name : mixes->keys()) {
    auto table = mixes->table(name);
    if (!table) continue;
    if (find_chip(load.study, load.catalogue, name)) {
      load.problems.error(mixes->key_place(name),
                          fmt::format("mix {} has the name of a chip; give it another", in_quotes(name)));
    }
    load.study.mixes[name] = read_mix(*table, load, mixes->path(name));
  }
}

}  // namespace headroom
