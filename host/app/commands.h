// The commands. Each adds itself to the command line and, when it was the one typed, says what is to be done.
#pragma once
#include <functional>

namespace CLI {
class App;
}

namespace headroom {

// Does the work and returns the exit code. Throws InputError (2) and RunError (1).
using Work = std::function<int()>;

enum ExitCode { kDone = 0, kFailed = 1, kWrongInput = 2, kStopped = 3, kThresholdCrossed = 4 };

void add_run(CLI::App& app, Work* work);
void add_suite(CLI::App& app, Work* work);
void add_merge(CLI::App& app, Work* work);
void add_check(CLI::App& app, Work* work);
void add_explain(CLI::App& app, Work* work);
void add_bench(CLI::App& app, Work* work);
void add_verify(CLI::App& app, Work* work);
void add_compare(CLI::App& app, Work* work);
void add_history(CLI::App& app, Work* work);
void add_data(CLI::App& app, Work* work);

// The whole program.
int run_program(int argc, const char* const* argv);

}  // namespace headroom
