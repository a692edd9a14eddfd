#include "host/app/shards.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/finished.h"
#include "host/base/digest.h"
#include "host/base/text.h"
#include "host/store/plain_parts.h"
#include "host/store/run_folder.h"
#include "host/store/unfinished.h"

namespace headroom {
namespace {

struct Owned {
  TrialRange range;
  const Shard* shard;
};

std::vector<Owned> sorted_ranges(const std::vector<Shard>& shards) {
  std::vector<Owned> all;
  for (const Shard& shard : shards) {
    for (const TrialRange& range : shard.saved.ranges) all.push_back({range, &shard});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Owned& a, const Owned& b) { return a.range.first < b.range.first; });
  return all;
}

// What an unfinished run has saved.
void read_unfinished(const std::string& run, std::vector<Shard>* shards, Problems& problems) {
  NewestSave newest = newest_save(run, [&](const Checkpoint& saved) {
    std::string why;
    (void)tallies_of(saved, &why);
    return why;
  });
  if (newest.checkpoint) {
    std::string why;
    shards->push_back({run, tallies_of(*newest.checkpoint, &why), unfinished_folder(run) / "study"});
    return;
  }
  for (const Problem& problem : newest.damaged) problems.error(problem.place, problem.message);
  if (newest.damaged.empty()) {
    problems.error({},
                   fmt::format("{}: its run has saved nothing yet; wait, go on with it by --resume, or leave it out",
                               in_quotes(run)));
  }
}

std::string why_no_tallies(const std::string& run) {
  if (is_run_folder(run)) {
    const std::string estimator = read_finished(run).result.estimator;
    if (estimator != kPlain)
      return fmt::format("{}: it is of --estimator {}, and only tallies of plain can be added up; leave it out",
                         in_quotes(run), printable(estimator));
  }
  return fmt::format("{}: no run folder, it has no tallies.bin; give a folder that headroom wrote", in_quotes(run));
}

void read_one(const std::string& run, std::vector<Shard>* shards, Problems& problems) {
  if (has_unfinished(run)) return read_unfinished(run, shards, problems);
  const Folder folder = Folder::on_disk(run);
  if (!folder.has("tallies.bin")) {
    problems.error({}, why_no_tallies(run));
    return;
  }
  const auto file = folder.read("tallies.bin", problems);
  if (!file) return;
  try {
    shards->push_back({run, parse_tallies(*file), std::filesystem::path(run) / "study"});
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems) problems.error(problem.place, problem.message);
  }
}

std::string listed(const std::vector<SavedScenario>& scenarios) {
  if (scenarios.empty()) return "none";
  std::vector<std::string> names;
  for (const SavedScenario& one : scenarios) names.push_back(printable(one.name));
  return fmt::format("{}", fmt::join(names, ", "));
}

void check_same_scenarios(const Shard& first, const Shard& shard, Problems& problems) {
  const auto &mine = shard.saved.scenarios, &its = first.saved.scenarios;
  const auto alike = [](const SavedScenario& a, const SavedScenario& b) {
    return fits(a, b.name, b.digest, b.tally, b.pairs);
  };
  if (std::equal(mine.begin(), mine.end(), its.begin(), its.end(), alike)) return;
  const std::string here = listed(mine), there = listed(its);
  if (here == there) {
    problems.error({},
                   fmt::format("{}: its scenarios ({}) are not those of {}, though they are called alike; only runs "
                               "of the same scenarios can be added up",
                               in_quotes(shard.run), here, in_quotes(first.run)));
    return;
  }
  problems.error({},
                 fmt::format("{}: scenarios: {}; but {} has: {}; run it again with the same --scenario options, for a "
                             "sum needs all trials of each",
                             in_quotes(shard.run), here, in_quotes(first.run), there));
}

void check_same_study(const std::vector<Shard>& shards, Problems& problems) {
  const Shard& first = shards.front();
  for (const Shard& shard : shards) {
    const auto differs = [&](const std::string& what, const std::string& here, const std::string& there) {
      problems.error({}, fmt::format("{}: {} {}, but {} has {}; only runs of one study and seed can be added up",
                                     in_quotes(shard.run), what, here, in_quotes(first.run), there));
    };
    if (shard.saved.seed != first.saved.seed) {
      differs("seed", std::to_string(shard.saved.seed), std::to_string(first.saved.seed));
    } else if (shard.saved.study_digest != first.saved.study_digest) {
      differs("study digest", hex(shard.saved.study_digest), hex(first.saved.study_digest));
    } else if (!(shard.saved.tally.shape == first.saved.tally.shape)) {
      differs("tallies of", "another shape", "the same study");
    } else {
      check_same_scenarios(first, shard, problems);
    }
  }
}

void check_overlaps(const std::vector<Owned>& all, Problems& problems) {
  const Owned* reaches_furthest = nullptr;
  const auto end = [](const Owned& one) { return one.range.first + one.range.count; };
  for (const Owned& one : all) {
    if (reaches_furthest && end(*reaches_furthest) > one.range.first) {
      const u64 last = std::min(end(*reaches_furthest), end(one)) - 1;
      problems.error(
          {}, fmt::format("{} and {} both hold trials {} to {}; a trial may be added once",
                          in_quotes(reaches_furthest->shard->run), in_quotes(one.shard->run), one.range.first, last));
    }
    if (!reaches_furthest || end(one) > end(*reaches_furthest)) reaches_furthest = &one;
  }
}

}  // namespace

std::vector<Shard> read_shards(const std::vector<std::string>& runs) {
  Problems problems;
  std::vector<Shard> shards;
  for (const std::string& run : runs) read_one(run, &shards, problems);
  stop_on_errors(problems);
  check_same_study(shards, problems);
  stop_on_errors(problems);
  check_overlaps(sorted_ranges(shards), problems);
  stop_on_errors(problems);
  return shards;
}

SavedTallies add_up(const std::vector<Shard>& shards) {
  const SavedTallies& first = shards.front().saved;
  SavedTallies sum = first;
  sum.ranges.clear();
  for (std::size_t i = 1; i < shards.size(); ++i) {
    const SavedTallies& other = shards[i].saved;
    sum.tally.merge(other.tally);
    for (std::size_t s = 0; s < sum.scenarios.size(); ++s) {
      sum.scenarios[s].tally.merge(other.scenarios[s].tally);
      sum.scenarios[s].pairs.merge(other.scenarios[s].pairs);
    }
  }
  for (const Owned& one : sorted_ranges(shards)) {
    const bool touches = !sum.ranges.empty() && sum.ranges.back().first + sum.ranges.back().count == one.range.first;
    if (touches) {
      sum.ranges.back().count += one.range.count;
    } else {
      sum.ranges.push_back(one.range);
    }
  }
  return sum;
}

std::vector<std::string> gaps(const std::vector<TrialRange>& ranges) {
  std::vector<std::string> lines;
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    const u64 from = ranges[i - 1].first + ranges[i - 1].count;
    lines.push_back(fmt::format("gap: trials {} to {} are in none of the runs", from, ranges[i].first - 1));
  }
  return lines;
}

}  // namespace headroom
