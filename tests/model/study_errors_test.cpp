// What is said of a study.toml with a mistake in it: the exact text.
#include <gtest/gtest.h>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

void expect_study(const std::vector<Case>& cases) { expect_errors("study.toml", "", cases); }

TEST(StudyErrors, a_file_that_is_no_toml_says_where) {
  expect_study({
      {R"()", R"(study.toml: the file is empty; it must hold TOML tables)"},
      {R"([study
)",
       R"(study.toml:1:7: no valid TOML: Error while parsing table header: expected ']', saw '\n'; toml.io says how it is written)"},
      {R"(a = 1
a = 2
)",
       R"(study.toml:2:5: no valid TOML: Error while parsing key-value pair: cannot redefine existing integer 'a'; toml.io says how it is written)"},
      {R"([study]
seed = 99999999999999999999
)",
       R"(study.toml:2:28: no valid TOML: Error while parsing decimal integer: '99999999999999999999' is not representable in 64 bits; toml.io says how it is written)"},
      {R"([study]
name = "é" 
months = 36 x
)",
       R"(study.toml:3:13: no valid TOML: Error while parsing key-value pair: expected a comment or whitespace, saw 'x'; toml.io says how it is written)"},
      {R"([study]
name = "é"; 
)",
       R"(study.toml:2:12: no valid TOML: Error while parsing key-value pair: expected a comment or whitespace, saw ';'; toml.io says how it is written)"},
  });
}

TEST(StudyErrors, the_study_table_is_checked_key_by_key) {
  expect_study({
      {R"(# nothing
)",
       R"(study.toml:1:1: study is missing; add it)"},
      {R"([study]
name = "x"
)",
       R"(study.toml:1:1: study.months is missing; add it
study.toml:1:1: study.regime is missing; add it
study.toml:1:1: study.seed is missing; add it
study.toml:1:1: study.start is missing; add it)"},
      {R"(study = 1
)",
       R"(study.toml:1:9: study is 1; it must be a table)"},
      {R"([study]
name = ""
regime = ""
start = 2025-01-01
months = 36
seed = 7
)",
       R"(study.toml:2:8: study.name is empty; give it a name
study.toml:3:10: study.regime is empty; give it a name)"},
      {R"([study]
name = "a/b"
regime = "ai-diffusion-2025"
start = 2025-01-01
months = 36
seed = 7
)",
       R"(study.toml:2:8: study.name is 'a/b'; it must hold no '/')"},
      {R"([study]
name = "x"
regime = "ai-difusion-2025"
start = 2025-01-01
months = 36
seed = 7
)",
       R"(study.toml:3:10: unknown regime 'ai-difusion-2025'; did you mean 'ai-diffusion-2025'? give a folder with regime.toml, or a bundled regime: advanced-computing-2023, ai-diffusion-2025, china-lane-2026, draft-2026-03)"},
      {R"([study]
name = "x"
regime = "ai-diffusion-2025"
start = 2025-01-02
months = 36
seed = 7
)",
       R"(study.toml:4:9: study.start is 2025-01-02; it must be the first of a month, such as 2025-01-01)"},
      {R"([study]
name = "x"
regime = "ai-diffusion-2025"
start = "2025-01"
months = 36
seed = 7
)",
       R"(study.toml:4:9: study.start is the text '2025-01'; it must be the first of a month, such as 2025-01-01)"},
      {R"([study]
name = "x"
regime = "ai-diffusion-2025"
start = 2025-02-01
months = 36
seed = 7
)",
       R"(study.toml:4:9: the study runs from 2025-02 to 2028-01; it must lie within the window of regime 'ai-diffusion-2025', 2025-01 to 2027-12)"},
      {R"([study]
name = "x"
regime = "ai-diffusion-2025"
start = 2024-12-01
months = 2
seed = 7
)",
       R"(study.toml:4:9: the study runs from 2024-12 to 2025-01; it must lie within the window of regime 'ai-diffusion-2025', 2025-01 to 2027-12)"},
      {R"([study]
name = "x"
regime = "ai-diffusion-2025"
start = 2025-01-01
months = 0
seed = -1
trials = 0
)",
       R"(study.toml:5:10: study.months is 0; it must be a whole number between 1 and 120
study.toml:6:8: study.seed is -1; it must be a whole number of at least 0
study.toml:7:10: study.trials is 0; it must be a whole number of at least 1)"},
      {R"([study]
name = "x"
regime = "ai-diffusion-2025"
start = 2025-01-01
months = 36.5
seed = true
trials = "many"
)",
       R"(study.toml:5:10: study.months is 36.5; it must be a whole number between 1 and 120
study.toml:6:8: study.seed is true; it must be a whole number of at least 0
study.toml:7:10: study.trials is the text 'many'; it must be a whole number of at least 1)"},
      {R"([study]
name = "x"
regime = "ai-diffusion-2025"
start = 2025-01-01
months = 36
seed = 7
trails = 5
)",
       R"(study.toml:7:1: unknown key 'trails'; did you mean 'trials'?)"},
      {R"([study]
name = 5
regime = ["a"]
start = 2025-01-01T00:00:00
months = {}
seed = 1e300
)",
       R"(study.toml:2:8: study.name is 5; it must be a text in quotes
study.toml:3:10: study.regime is a list; it must be a text in quotes
study.toml:4:9: study.start is a time; it must be the first of a month, such as 2025-01-01
study.toml:5:10: study.months is a table; it must be a whole number between 1 and 120
study.toml:6:8: study.seed is 1e+300; it must be a whole number of at least 0)"},
  });
}

TEST(StudyErrors, unknown_tables_and_keys_are_refused) {
  expect_study_part({
      {R"([facters]
)",
       R"(study.toml:8:2: unknown table 'facters'; did you mean 'factors'?)"},
      {R"([trials]
)",
       R"(study.toml:8:2: unknown table 'trials'; known here are arrangement, behaviour, chip, chips, divert, factors, market, scenario, study)"},
      {R"(stray = 1
)",
       R"(study.toml:8:1: unknown key 'stray'; did you mean 'start'?)"},
  });
}

TEST(StudyErrors, factors_and_groups_are_checked) {
  expect_study_part({
      {R"([factors]
global = { rho = 1 }
)",
       R"(study.toml:9:18: factors.global.rho is 1; it must be a number above -1 and below 1)"},
      {R"([factors]
global = { rho = nan }
)",
       R"(study.toml:9:18: factors.global.rho is nan; it must be a number above -1 and below 1)"},
      {R"([factors]
global = { roh = 0.5 }
)",
       R"(study.toml:9:10: factors.global.rho is missing; add it
study.toml:9:12: unknown key 'roh'; did you mean 'rho'?)"},
      {R"([factors]
global = 0.5
)",
       R"(study.toml:9:10: factors.global is 0.5; it must be a table)"},
      {R"([factors]
region = { rho = -1.0, correlation_with_global = 2 }
)",
       R"(study.toml:9:18: factors.region.rho is -1; it must be a number above -1 and below 1
study.toml:9:50: factors.region.correlation_with_global is 2; it must be a number between -1 and 1)"},
      {R"([factors]
own = {}
)",
       R"(study.toml:9:7: factors.own.rho is missing; add it)"},
      {R"([factors]
student_t = 2
)",
       R"(study.toml:9:13: factors.student_t is 2; it must be 0 (Gaussian) or at least 3)"},
      {R"([factors]
student_t = 3.5
)",
       R"(study.toml:9:13: factors.student_t is 3.5; it must be a whole number between 0 and 1000000)"},
      {R"([factors]
student_t = -4
)",
       R"(study.toml:9:13: factors.student_t is -4; it must be a whole number between 0 and 1000000)"},
      {R"([factors.groups]
gulf = ["ARE", "XXX", 5]
)",
       R"(study.toml:9:16: unknown destination 'XXX'; did you mean 'XKX'?
study.toml:9:23: factors.groups.gulf is 5; it must be a text in quotes, or a list of them)"},
      {R"([factors.groups]
gulf = ["ARE", "Qatar"]
)",
       R"(study.toml:9:16: unknown destination 'Qatar'; did you mean 'QAT'?)"},
      {R"([factors.groups]
gulf = ["ARE", "QAT"]
other = ["IND", "ARE", "IND"]
)",
       R"(study.toml:10:17: destination 'ARE' stands in group 'gulf' already; keep it in one group, once
study.toml:10:24: destination 'IND' stands in group 'other' already; keep it in one group, once)"},
  });
}

}  // namespace
}  // namespace headroom::test
