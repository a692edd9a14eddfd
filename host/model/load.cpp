#include "host/model/load.h"

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/bundled.h"
#include "host/io/keeper.h"
#include "host/model/columns.h"
#include "host/model/load_parts.h"
#include "host/model/regime_read.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

// A folder, and where it lies, on disk or in the bundle: what a study names is looked up from there.
struct Found {
  Folder folder;
  fs::path disk;
  std::string bundle;
};

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

// What is a study or a regime: how it is called, which file marks its folder, and where the bundled ones are.
struct Kind {
  std::string_view name, marker, bundle;
};
constexpr Kind kStudy{"study", "study.toml", "studies"};
constexpr Kind kRegime{"regime", "regime.toml", "regimes"};

std::string unknown_folder(const Kind& kind, const std::string& typed, const std::vector<std::string>& bundled) {
  const std::string_view near = nearest(typed, {bundled.begin(), bundled.end()});
  const std::string guess = near.empty() ? "" : fmt::format("did you mean {}? ", in_quotes(near));
  return fmt::format("unknown {} {}; {}give a folder with {}, or a bundled {}: {}", kind.name, in_quotes(typed), guess,
                     kind.marker, kind.name, fmt::join(bundled, ", "));
}

// A folder on disk wins over a bundled one of the same name: who made a copy and changed it wants the copy.
std::optional<Found> find_folder(const Kind& kind, const std::string& typed, const fs::path& base,
                                 const fs::path& data_root, const Place& place, Problems& problems) {
  const fs::path path = typed.empty() ? fs::path() : base / typed;
  const Folder on_disk = Folder::on_disk(path);
  if (!typed.empty() && on_disk.has(kind.marker)) return Found{on_disk, path, {}};
  if (is_file(path) && path.filename() == kind.marker)
    return Found{Folder::on_disk(path.parent_path()), path.parent_path(), {}};
  const std::vector<std::string> bundled = bundled_names(kind.bundle, kind.marker, data_root);
  for (const std::string& name : bundled) {
    const std::string bundle = fmt::format("{}/{}", kind.bundle, name);
    if (name == typed) return Found{Folder::bundled(bundle, data_root), {}, bundle};
  }
  if (is_folder(path)) {
    problems.error(place, fmt::format("folder {} has no {}; add it", in_quotes(typed), kind.marker));
  } else if (is_file(path)) {
    problems.error(
        place, fmt::format("{} is a file but no {}; give the folder that holds one", in_quotes(typed), kind.marker));
  } else {
    problems.error(place, unknown_folder(kind, typed, bundled));
  }
  return std::nullopt;
}

std::optional<CsvTable> read_table(Keeper& folder, std::string_view name, const DemandColumns& columns, bool& complete,
                                   Problems& problems) {
  if (!folder.has(name)) return std::nullopt;
  Problems own;
  std::optional<CsvTable> table;
  if (const auto file = folder.read(name, own)) table = read_csv(*file, columns.required, columns.optional, own);
  complete = complete && own.ok();
  for (const Problem& problem : own.errors()) problems.error(problem.place, problem.message);
  return table;
}

DemandTables read_tables(Keeper& folder, Problems& problems) {
  DemandTables tables;
  tables.market = read_table(folder, "market.csv", market_columns(), tables.complete, problems);
  tables.book = read_table(folder, "book.csv", book_columns(), tables.complete, problems);
  tables.position = read_table(folder, "position.csv", position_columns(), tables.complete, problems);
  tables.us_shipments = read_table(folder, "us_shipments.csv", us_shipments_columns(), tables.complete, problems);
  const bool neither = !tables.market && !tables.book;
  const bool no_rows =
      !neither && (!tables.market || tables.market->rows.empty()) && (!tables.book || tables.book->rows.empty());
  if (tables.complete && (neither || no_rows)) {
    problems.error({folder.display("study.toml")}, neither
                                                       ? "the study has no market.csv and no book.csv; add one of them"
                                                       : "no row of market.csv or book.csv sends an order; add one");
  }
  return tables;
}

// A regime that stands beside the study, be that on disk or bundled, wins over a bundled one of the same name.
std::optional<Found> find_regime(const StudyHead& head, const LoadOptions& options, const Found& study,
                                 Problems& problems) {
  if (options.regime) return find_folder(kRegime, *options.regime, {}, options.data_root, {"--regime"}, problems);
  const Folder beside = Folder::bundled(fmt::format("{}/{}", study.bundle, head.regime.text), options.data_root);
  if (!study.bundle.empty() && beside.has(kRegime.marker)) return Found{beside, {}, {}};
  return find_folder(kRegime, head.regime.text, study.disk, options.data_root, head.regime.place, problems);
}

// What the regime's folder says, into the study; true when all of it is good.
bool read_rules(const StudyHead& head, const LoadOptions& options, const Found& study, LoadedStudy& loaded,
                Problems& problems) {
  if (!options.regime && head.regime.text.empty()) return false;  // said already
  const auto found = find_regime(head, options, study, problems);
  if (!found) return false;
  loaded.regime = found->folder;
  Problems own;
  RegimeRead read = read_regime(found->folder, loaded.catalogue, own);
  for (const Problem& problem : own.errors()) problems.error(problem.place, problem.message);
  loaded.study.regime = std::move(read.regime);
  for (InputFile& file : read.files) loaded.files.push_back(std::move(file));
  return own.ok();
}

// All that study.toml and the tables say, once study.toml is known to be TOML.
void read_study(TomlTable& root, const DemandTables& tables, Loading& load) {
  check_window(root, load);
  read_factors(root, load);
  read_market_options(root, load);
  load.study.behaviour = read_behaviour(root);
  read_diverts(root, load);
  read_chips_and_mixes(root, load);
  read_arrangements(root, load, load.study.arrangements);
  if (tables.market) read_market(*tables.market, load);
  if (tables.book) read_book(*tables.book, load);
  if (tables.position) read_position(*tables.position, load);
  if (tables.us_shipments) read_us_shipments(*tables.us_shipments, load);
  read_scenarios(root, tables, load);
  root.finish();
  check_bounds(load);
  check_regime_fits(load);
  if (load.problems.ok()) check_product_limit(tables.us_shipments.has_value(), load);
}

void read_companies_file(Keeper& folder, bool with_study, Loading& load) {
  if (!folder.has("companies.toml")) return;
  const auto file = folder.read("companies.toml", load.problems);
  const auto toml = file ? TomlFile::parse(*file, load.problems) : std::nullopt;
  if (!toml || !with_study) return;
  TomlTable root(*toml, load.problems);
  read_companies(root, load);
}

}  // namespace

LoadedStudy load_study(const std::string& where, const LoadOptions& options, Problems& problems) {
  LoadedStudy loaded;
  loaded.catalogue = load_catalogue(Folder::bundled("", options.data_root), problems);
  if (!problems.ok()) return loaded;
  const auto found = find_folder(kStudy, where, {}, options.data_root, {}, problems);
  if (!found) return loaded;
  Keeper folder(found->folder, "", loaded.files);
  Loading load{loaded.study, loaded.catalogue, problems};

  const auto file = folder.read("study.toml", problems);
  const auto toml = file ? TomlFile::parse(*file, problems) : std::nullopt;
  const DemandTables tables = read_tables(folder, problems);
  if (toml) {
    TomlTable root(*toml, problems);
    const StudyHead head = read_study_head(root, options, load);
    load.rules_known = read_rules(head, options, *found, loaded, problems);
    read_study(root, tables, load);
  }
  read_companies_file(folder, toml.has_value(), load);
  return loaded;
}

}  // namespace headroom
