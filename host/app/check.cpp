// headroom check: the decision on each shipment and model of a file, without a simulation.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/check_output.h"
#include "host/app/commands.h"
#include "host/app/inputs.h"
#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/store/atomic_write.h"

namespace headroom {
namespace {

constexpr const char* kCheckExamples =
    "Examples:\n"
    "  headroom check orders.csv --regime ai-diffusion-2025\n"
    "  headroom check orders.csv --regime ai-diffusion-2025 --json --out rulings.json\n"
    "Columns: id,kind,destination,parent_headquarters,veu,chip,units,consignee,date,model_class,fine_tuned,facility\n";

struct CheckOptions {
  std::string file, regime, out, data;
  bool json = false, csv = false, quiet = false;
};

InputFile read_input(const std::string& typed, Problems& problems) {
  const std::filesystem::path path = typed;
  const auto file = Folder::on_disk(path.parent_path()).read(path.filename().string(), problems);
  stop_on_errors(problems);
  return *file;
}

Checked checked_file(const CheckOptions& options) {
  const std::filesystem::path root = data_root(options.data);
  Problems problems;
  const Catalogue catalogue = load_catalogue(Folder::bundled("", root), problems);
  stop_on_errors(problems);
  const Rulebook book = load_rulebook(find_regime(options.regime, root), catalogue, problems);
  stop_on_errors(problems);
  std::vector<LedgerRow> rows = read_ledger(read_input(options.file, problems), book, catalogue, problems);
  stop_on_errors(problems);
  return check(std::move(rows), book);
}

// The file of orders would be gone, and with it the only record of what was asked.
void check_out(const CheckOptions& options) {
  std::error_code ignored;
  if (options.out.empty() || !std::filesystem::equivalent(options.out, options.file, ignored)) return;
  throw InputError(fmt::format("--out {} is the file to rule on; name another", in_quotes(options.out)));
}

int check_work(const CheckOptions& options) {
  if (options.json && options.csv) throw InputError("--json and --csv exclude each other; give one");
  check_out(options);
  const Checked checked = checked_file(options);
  const std::string text = options.json ? check_json(checked) : options.csv ? check_csv(checked) : check_text(checked);
  if (options.out.empty()) {
    print_result(text);
  } else {
    write_file_atomically(options.out, text);
    if (!options.quiet) say(fmt::format("{}; written to {}", check_summary(checked), in_quotes(options.out)));
  }
  return kDone;
}

}  // namespace

void add_check(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("check", "rule on each shipment and model of a file, without a simulation");
  command->footer(kCheckExamples);
  const auto options = std::make_shared<CheckOptions>();
  command->add_option("FILE", options->file, "a table of shipments and models; rows of one file share their meters")
      ->required()
      ->type_name("");
  command->add_option("--regime", options->regime, "a bundled name or a folder")->required()->type_name("R");
  command->add_flag("--json", options->json, "print JSON");
  command->add_flag("--csv", options->csv, "print CSV");
  command->add_option("--out", options->out, "write there instead of to standard output")->type_name("FILE");
  command->add_flag("--quiet", options->quiet, "print no remarks");
  command->add_option("--data", options->data, "files there win over the bundled data; also HEADROOM_DATA")
      ->type_name("DIR");
  command->callback([=] { *work = [options] { return check_work(*options); }; });
}

}  // namespace headroom
