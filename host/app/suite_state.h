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

// {"schema": "headroom.suite/1", ...}. `file` is where the suite was read. Times and engines are not in it: the text of
// a suite that was ended and resumed is that of an undisturbed one.
std::string suite_json(const Suite& suite, const std::string& file, const std::vector<MemberStatus>& members);

// A row a member and scenario, then why members failed.
std::string suite_text(const Suite& suite, const std::vector<MemberStatus>& members);

// Of an older suite.json: the file it was read from, and whether every member is done or has failed. Throws InputError
// where it is none.
struct OlderSuite {
  std::string file;
  bool ended = false;
};
OlderSuite parse_suite_json(const InputFile& file);

}  // namespace headroom
