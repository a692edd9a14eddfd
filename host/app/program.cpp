// From the command line to an exit code.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/terminal.h"
#include "host/base/text.h"

namespace headroom {
namespace {

constexpr const char* kDescription =
    "headroom: how likely does each destination run out of its chip allocation? A Monte Carlo quota analyser.";

constexpr const char* kExamples =
    "Examples:\n"
    "  headroom run smoke                          a small bundled study, results under runs/\n"
    "  headroom run my-study --trials 100000       a folder with study.toml\n"
    "  headroom run smoke --json --quiet           the result as JSON, nothing else\n"
    "  headroom merge shard-1 shard-2 --out all    add up runs of one study and seed\n"
    "  headroom data studies                       what ships with the program\n";

// Help that shows examples first: each command keeps them as its footer.
class Help : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override {
    return app->get_description() + "\n\n" + app->get_footer() + "\n";
  }
  std::string make_footer(const CLI::App*) const override { return {}; }
};

CLI::App& typed_command(CLI::App& app) {
  CLI::App* at = &app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return *at;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// What was typed and no option or place took up; the nearest option is named.
void check_leftovers(CLI::App& app) {
  const CLI::App& command = typed_command(app);
  const std::vector<std::string> left = app.remaining(true), names = option_names(command);
  const std::string otherwise = fmt::format("'headroom {} --help' lists them", command.get_name());
  Problems problems;
  for (const std::string& word : left) {
    const std::string option = word.substr(0, word.find('='));
    if (word.rfind('-', 0) == 0)
      problems.error({}, unknown_name("option", option, {names.begin(), names.end()}, otherwise));
  }
  if (!left.empty() && problems.ok()) {
    problems.error({}, fmt::format("{} is one word too many; {}", in_quotes(left.front()), otherwise));
  }
  if (!problems.ok()) throw InputError(problems.errors());
}

// Help and version are results: they go to standard output like the others.
int show(const CLI::App& app, const CLI::Success& asked) {
  const bool version = dynamic_cast<const CLI::CallForVersion*>(&asked) != nullptr;
  print_result(version ? "headroom " HEADROOM_VERSION "\n" : app.help());
  return kDone;
}

int parse_and_work(CLI::App& app, int argc, const char* const* argv, const Work& work) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return show(app, asked);
  } catch (const CLI::ParseError& error) {
    check_leftovers(app);
    const std::string name = typed_command(app).get_parent() ? typed_command(app).get_name() + " " : "";
    throw InputError(fmt::format("{}; 'headroom {}--help' says how", error.what(), name));
  }
  check_leftovers(app);
  return work();
}

int guarded(CLI::App& app, int argc, const char* const* argv, const Work& work) {
  try {
    return parse_and_work(app, argc, argv, work);
  } catch (const InputError& error) {
    say_problems(error.problems);
    return kWrongInput;
  } catch (const std::bad_alloc&) {
    say("out of memory; fewer threads, a shorter horizon or fewer destinations need less");
  } catch (const std::exception& error) {
    say(error.what());
  }
  return kFailed;
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  guard_standard_streams();
  CLI::App app(kDescription, "headroom");
  app.formatter(std::make_shared<Help>());
  app.footer(kExamples);
  app.set_version_flag("--version", "headroom " HEADROOM_VERSION);
  app.require_subcommand(1);
  app.allow_extras();
  Work work;
  add_run(app, &work);
  add_merge(app, &work);
  add_data(app, &work);
  return guarded(app, argc, argv, work);
}

}  // namespace headroom
