// A market may have very many streams: what streams share is kept and worked out once.
#include <gtest/gtest.h>

#include "host/model/compiler.h"
#include "host/model/load.h"

namespace headroom {
namespace {

LoadedStudy loaded_r2() {
  Problems problems;
  LoadedStudy loaded = load_study("R2", {}, problems);
  EXPECT_TRUE(problems.ok());
  return loaded;
}

// Every stream so many times over, under other names.
Study repeated(const Study& study, int times) {
  Study many = study;
  for (int i = 1; i < times; ++i)
    for (Stream stream : study.streams) {
      stream.name += std::to_string(i);
      many.streams.push_back(stream);
    }
  return many;
}

TEST(ManyStreams, share_the_table_of_a_size_law_and_the_guide_of_their_destination) {
  const LoadedStudy loaded = loaded_r2();
  Problems problems;
  const CompiledStudy once = compile(loaded.study, loaded.catalogue, problems),
                      often = compile(repeated(loaded.study, 5), loaded.catalogue, problems);
  const std::size_t quarters = std::size_t(loaded.study.quarters());
  EXPECT_EQ(often.rows.size(), 5 * once.rows.size());
  // Each row more has an end a quarter, and nothing else; guides are as long as they were, but may differ where they
  // were equal.
  const std::size_t guides = once.destinations.size() * quarters << kGuideBits;
  EXPECT_LE(often.words.size(), once.words.size() + 4 * once.rows.size() * quarters + guides);
}

TEST(ManyStreams, what_they_have_in_common_is_worked_out_once) {
  const LoadedStudy loaded = loaded_r2();
  const Study many = repeated(loaded.study, 5);
  Problems problems;
  Compiler once(loaded.study, loaded.catalogue, problems), often(many, loaded.catalogue, problems);
  for (const Stream& stream : loaded.study.streams) once.kinds.of(stream);
  for (const Stream& stream : many.streams) often.kinds.of(stream);
  EXPECT_EQ(often.kinds.made(), once.kinds.made());
  EXPECT_EQ(often.growths.size(), once.growths.size());
}

TEST(ManyStreams, that_agree_in_nothing_keep_no_more_than_a_bounded_number_of_kinds) {
  const LoadedStudy loaded = loaded_r2();
  Problems problems;
  Compiler compiler(loaded.study, loaded.catalogue, problems);
  Stream stream = loaded.study.streams.front();
  for (u32 i = 1; i <= 5000; ++i) {
    stream.routes.front().weight = i;
    compiler.kinds.of(stream);
  }
  EXPECT_EQ(compiler.kinds.made(), 5000u);
  EXPECT_LT(compiler.kinds.kept(), 5000u / 4);
}

TEST(ManyStreams, each_stands_in_one_queue) {
  const LoadedStudy loaded = loaded_r2();
  const Study many = repeated(loaded.study, 5);
  Problems problems;
  const Compiler compiler(many, loaded.catalogue, problems);
  for (const StreamsByPlace* places : {&compiler.bound_for, &compiler.in_queue_of}) {
    std::size_t streams = 0;
    for (const auto& [iso3, all] : *places) {
      streams += all.size();
      for (const std::size_t i : all) EXPECT_EQ(many.streams[i].destination, iso3);
    }
    EXPECT_EQ(streams, many.streams.size());
  }
}

}  // namespace
}  // namespace headroom
