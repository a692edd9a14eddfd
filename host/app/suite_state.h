// How far the members of a suite are: suite.json, and the table.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/app/finished.h"
#include "host/app/suite_file.h"

namespace headroom {

enum class MemberState { waiting, running, done, failed, stopped };

struct MemberStatus {
  MemberState state = MemberState::waiting;
  std::string why;                 // it failed or was stopped
  bool crossed = false;            // a --fail-if
  std::optional<FinishedRun> run;  // of one that is done
};

// How a suite was asked for.
struct SuiteOrigin {
  std::string file;                // where it was read
  std::vector<std::string> words;  // options of `headroom run` for all members, each as "--name=value"
};

// {"schema": "headroom.suite/1", ...}. Times and engines are not in it: what it says of the members of a suite that was
// ended and resumed is what it says of an undisturbed one.
std::string suite_json(const Suite& suite, const SuiteOrigin& origin, const std::vector<MemberStatus>& members);

// A row a member and scenario, then why members failed.
std::string suite_text(const Suite& suite, const std::vector<MemberStatus>& members);

// Of a suite.json. Throws InputError where it is none.
struct OlderSuite {
  SuiteOrigin origin;
  bool ended = false;  // every member is done or has failed
};
OlderSuite parse_suite_json(const InputFile& file);

}  // namespace headroom
