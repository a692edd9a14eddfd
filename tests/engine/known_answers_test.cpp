// What a witness is asked, and that a wrong answer shows.
#include "host/engine/known_answers.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/faulty_engine.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

class KnownAnswers : public ::testing::Test {
 protected:
  CompiledStudy study_ = testing::compiled(testing::small_study());
  std::unique_ptr<Witness> cpu_ = make_cpu_witness();
};

TEST_F(KnownAnswers, ask_for_every_step_many_times) {
  std::vector<u64> asked(kArithmeticSteps);
  std::set<std::string> names;
  for (const Question& question : step_questions()) {
    ++asked[u32(question.step)];
    names.insert(name_of(question.step));
  }
  for (const u64 times : asked) EXPECT_GT(times, 5000u);
  EXPECT_EQ(names.size(), kArithmeticSteps);
}

TEST_F(KnownAnswers, differ_so_that_a_constant_answer_would_show) {
  std::vector<std::set<std::pair<u64, u64>>> answers(kArithmeticSteps);
  for (const Question& question : step_questions()) {
    const Answer answer = answer_of(study_.tables(), question);
    answers[u32(question.step)].insert({answer.first, answer.second});
  }
  for (u32 s = 0; s < kArithmeticSteps; ++s) EXPECT_GT(answers[s].size(), 1u) << name_of(Step(s));
  for (const Step step : {Step::philox, Step::draw, Step::gap, Step::exp2, Step::normal, Step::quotient})
    EXPECT_GT(answers[u32(step)].size(), 1000u) << name_of(step);
}

TEST_F(KnownAnswers, are_right_on_this_machine) {
  const AnswerCheck check = check_answers(study_.tables(), *cpu_);
  EXPECT_EQ(check.asked, std::size(kPublishedPhilox) + step_questions().size());
  EXPECT_EQ(check.wrong, 0u);
  EXPECT_TRUE(check.examples.empty());
}

TEST_F(KnownAnswers, to_an_altered_question_are_reported_with_the_one_that_was_asked) {
  // The first is published; one more of each step, where the other question lies in its domain too.
  std::vector<std::size_t> places{0};
  const std::vector<Question> questions = step_questions();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (i == 0 || questions[i].step != questions[i - 1].step) places.push_back(0);
    Question altered = questions[i];
    altered.a ^= 1;
    if (altered.a == 0) continue;
    const bool shows = !(answer_of(study_.tables(), altered) == answer_of(study_.tables(), questions[i]));
    if (shows && questions[i].a > 1) places.back() = std::size(kPublishedPhilox) + i;
  }
  EXPECT_EQ(places.size(), 1 + kArithmeticSteps);
  for (const std::size_t place : places) {
    testing::AlteredWitness altered(*cpu_, place);
    const AnswerCheck check = check_answers(study_.tables(), altered);
    ASSERT_EQ(check.wrong, 1u);
    ASSERT_EQ(check.examples.size(), 1u);
    const WrongAnswer& wrong = check.examples.front();
    if (place < std::size(kPublishedPhilox)) {
      EXPECT_EQ(wrong.question.step, Step::philox);
      EXPECT_EQ(wrong.right, answer_of(kPublishedPhilox[place].result));
    } else {
      EXPECT_EQ(wrong.question.step, questions[place - std::size(kPublishedPhilox)].step);
      EXPECT_EQ(wrong.right, answer_of(study_.tables(), wrong.question));
    }
    EXPECT_FALSE(wrong.given == wrong.right);
  }
}

}  // namespace
}  // namespace headroom
