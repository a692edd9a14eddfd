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

constexpr const char* kProgramExamples =
    "Examples:\n"
    "  headroom run smoke                          a small bundled study, results under runs/\n"
    "  headroom run my-study --trials 100000       a folder with study.toml\n"
    "  headroom run smoke --json --quiet           the result as JSON, nothing else\n"
    "  headroom suite overnight.toml               many runs from one file, which can be resumed\n"
    "  headroom merge shard-1 shard-2 --out all    add up runs of one study and seed\n"
    "  headroom history                            the runs so far\n"
    "  headroom compare 1 2                        what differs between two of them\n"
    "  headroom check orders.csv --regime ai-diffusion-2025   rule on your shipments, one by one\n"
    "  headroom explain smoke --trial 5            what happened in one trial, order by order\n"
    "  headroom bench R2                           how fast the engines are here\n"
    "  headroom verify                             is your GPU right? compared with the CPU, bit for bit\n"
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

// "headroom data chips".
std::string full_name(const CLI::App& command) {
  return command.get_parent() ? full_name(*command.get_parent()) + " " + command.get_name() : command.get_name();
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands({})) names.push_back(sub->get_name());
  return names;
}

// What is wrong with a word that nothing took up; the nearest option or command is named.
std::string leftover_text(const CLI::App& command, const std::string& word) {
  const std::string otherwise = fmt::format("'{} --help' lists them", full_name(command));
  const auto unknown = [&](const char* kind, const std::string& typed, const std::vector<std::string>& known) {
    return unknown_name(kind, typed, {known.begin(), known.end()}, otherwise);
  };
  if (word.rfind('-', 0) == 0) return unknown("option", word.substr(0, word.find('=')), option_names(command));
  const std::vector<std::string> commands = command_names(command);
  if (!commands.empty()) return unknown("command", word, commands);
  return fmt::format("{} is one word too many; '{} --help' says how", in_quotes(word), full_name(command));
}

// All unknown options at once; else the first word too many, as the words of an unknown option are.
void check_leftovers(CLI::App& app) {
  const CLI::App& command = typed_command(app);
  const std::vector<std::string> left = app.remaining(true);
  Problems problems;
  for (const std::string& word : left) {
    if (word.rfind('-', 0) == 0) problems.error({}, leftover_text(command, word));
  }
  if (!left.empty() && problems.ok()) problems.error({}, leftover_text(command, left.front()));
  stop_on_errors(problems);
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
    throw InputError(fmt::format("{}; '{} --help' says how", error.what(), full_name(typed_command(app))));
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
  app.footer(kProgramExamples);
  app.set_version_flag("--version", "headroom " HEADROOM_VERSION);
  app.require_subcommand(1);
  app.allow_extras();
  Work work;
  add_run(app, &work);
  add_suite(app, &work);
  add_merge(app, &work);
  add_check(app, &work);
  add_explain(app, &work);
  add_bench(app, &work);
  add_verify(app, &work);
  add_history(app, &work);
  add_compare(app, &work);
  add_data(app, &work);
  return guarded(app, argc, argv, work);
}

}  // namespace headroom
