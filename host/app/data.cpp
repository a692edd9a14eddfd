// headroom data: what ships with the program.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/lint_regimes.h"
#include "host/app/listing.h"
#include "host/app/terminal.h"

namespace headroom {
namespace {

constexpr const char* kDataExamples =
    "Examples:\n"
    "  headroom data regimes --lint my-regime      what is wrong with a regime of your own\n"
    "  headroom data studies\n"
    "  headroom data destinations --regime ai-diffusion-2025\n"
    "  headroom data chips --json\n";

struct Kind {
  const char *name, *description;
  Listing (*list)(const ListingOptions&);
};

constexpr Kind kKinds[] = {{"destinations", "destinations, with tier and paragraph under a regime", list_destinations},
                           {"chips", "chips and their total processing performance", list_chips},
                           {"regimes", "sets of rules", list_regimes},
                           {"studies", "studies that run by name", list_studies}};

void add_kind(CLI::App& data, const Kind& kind, Work* work) {
  CLI::App* command = data.add_subcommand(kind.name, kind.description);
  command->footer(kDataExamples);
  struct Options {
    ListingOptions listing;
    std::string data, linted;
    bool json = false;
  };
  const auto options = std::make_shared<Options>();
  if (kind.list == list_destinations) {
    command->add_option("--regime", options->listing.regime, "a bundled name or a folder; default ai-diffusion-2025")
        ->type_name("R");
  }
  CLI::Option* lint = nullptr;
  if (kind.list == list_regimes) {
    lint = command->add_option("--lint", options->linted,
                               "look for mistakes in a regime (a bundled name or a folder); "
                               "without a name, in all bundled ones");
    lint->expected(0, 1)->type_name("[R]");
  }
  command->add_flag("--json", options->json, "print JSON");
  command->add_option("--data", options->data, "files there win over the bundled data; also HEADROOM_DATA")
      ->type_name("DIR");
  command->callback([=] {
    *work = [=] {
      options->listing.data_root = data_root(options->data);
      if (lint && lint->count() > 0) {
        return lint_regimes({options->linted, options->listing.data_root, options->json});
      }
      const Listing listing = kind.list(options->listing);
      print_result(options->json ? listing_json(kind.name, listing) : listing_text(listing));
      return int(kDone);
    };
  });
}

}  // namespace

void add_data(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("data", "list what ships: destinations, chips, regimes, studies");
  command->footer(kDataExamples);
  command->require_subcommand(1);
  for (const Kind& kind : kKinds) add_kind(*command, kind, work);
}

}  // namespace headroom
