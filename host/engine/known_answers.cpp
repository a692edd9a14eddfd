#include "host/engine/known_answers.h"

#include <algorithm>

namespace headroom {
namespace {

constexpr u32 kSweep = 4096;
constexpr PhiloxKey kSweepKey{0x68656164, 0x726f6f6d};
constexpr u32 kEdgeBits[] = {0, 1, 2, 4, 8, 10, 16, 20, 23, 24, 29, 30, 31, 32, 40, 44, 59, 62, 63};

std::vector<u64> edges() {
  std::vector<u64> list{~u64(0)};
  for (const u32 bit : kEdgeBits)
    for (const u64 x : {(u64(1) << bit) - 1, u64(1) << bit}) list.push_back(x);
  return list;
}

constexpr u64 low_bits(u64 x, u32 count) { return x & ((u64(1) << count) - 1); }
constexpr u64 signed_bits(u64 x, u32 count) { return u64(i64(x << (64 - count)) >> (64 - count)); }

// The question nearest at hand that lies in the step's domain.
Question in_domain(Question q) {
  constexpr u64 one_q30 = u64(1) << 30;
  const auto some = [](u64 x) { return x ? x : 1; };
  switch (q.step) {
    case Step::gap: q.a = low_bits(q.a, 30); break;
    case Step::exp2: q.a = low_bits(q.a, 24); break;
    case Step::times_q30: q.b = u32(q.b % (2 * one_q30 + 1) - one_q30); break;
    case Step::third: q.a = low_bits(q.a, 8); break;
    case Step::quotient: q.b = some(q.b); break;
    case Step::quotient_by_32: q.b = some(low_bits(q.b, 32)); break;
    case Step::multiply_signed:
      q.a = signed_bits(q.a, 32);
      q.b = signed_bits(q.b, 31);
      break;
    case Step::shift_right_signed: q.b = low_bits(q.b, 6); break;
    case Step::leading_zeros: q.a = some(low_bits(q.a, 32)); break;
    case Step::leading_zeros_64: q.a = some(q.a); break;
    case Step::passes:
    case Step::share_of:
    case Step::slack_bin:
      q.b = low_bits(q.b, 60);
      q.a %= q.b + 1;
      q.c %= kWholeShare + 1;
      break;
    case Step::use_bin:
    case Step::use_share:
      q.a = low_bits(q.a, 44);
      q.b = low_bits(q.b, 44);
      break;
    default: break;
  }
  return q;
}

Question published_question(const PublishedAnswer& published) {
  const auto& word = published.counter.word;
  return {Step::philox, joined(word[0], word[1]), joined(word[2], word[3]),
          joined(published.key.low, published.key.high)};
}

void note_wrong(const WrongAnswer& wrong, AnswerCheck* check) {
  ++check->wrong;
  const auto of_step = [&](const WrongAnswer& one) { return one.question.step == wrong.question.step; };
  if (std::none_of(check->examples.begin(), check->examples.end(), of_step)) check->examples.push_back(wrong);
}

}  // namespace

const char* name_of(Step step) {
  static constexpr const char* names[kArithmeticSteps] = {"philox4x32_10",
                                                          "draw",
                                                          "order_bits",
                                                          "gap",
                                                          "exp2",
                                                          "normal",
                                                          "third",
                                                          "times_q30",
                                                          "multiply",
                                                          "mul_high",
                                                          "scale",
                                                          "quotient",
                                                          "quotient_by_32",
                                                          "multiply_signed",
                                                          "shift_right_signed",
                                                          "less_signed",
                                                          "leading_zeros",
                                                          "leading_zeros_64",
                                                          "passes",
                                                          "share_of",
                                                          "slack_bin",
                                                          "use_bin",
                                                          "use_share",
                                                          "refused_bin"};
  return names[u32(step)];
}

std::vector<Question> step_questions() {
  const std::vector<u64> edge = edges();
  const PhiloxKeys keys = keys_of_rounds(kSweepKey);
  std::vector<Question> questions;
  for (u32 s = 0; s < kArithmeticSteps; ++s) {
    for (std::size_t i = 0; i < edge.size(); ++i)
      for (std::size_t j = 0; j < edge.size(); ++j)
        questions.push_back(in_domain({Step(s), edge[i], edge[j], edge[(i + j) % edge.size()]}));
    for (u32 i = 0; i < kSweep; ++i) {
      const auto draw = [&](u32 n) { return answer_of(philox4x32_10<u32>({{s, i, n, 0}}, keys)); };
      const Answer ab = draw(0), c = draw(1);
      questions.push_back(
          in_domain({Step(s), ab.first >> (c.second & 63), ab.second >> (c.second >> 6 & 63), c.first}));
    }
  }
  return questions;
}

AnswerCheck check_answers(const Tables& tables, Witness& witness) {
  std::vector<Question> questions;
  std::vector<Answer> right;
  for (const PublishedAnswer& published : kPublishedPhilox) {
    questions.push_back(published_question(published));
    right.push_back(answer_of(published.result));
  }
  for (const Question& question : step_questions()) {
    questions.push_back(question);
    right.push_back(answer_of(tables, question));
  }
  const std::vector<Answer> given = witness.answers(tables, questions);
  AnswerCheck check{questions.size(), 0, {}};
  for (std::size_t i = 0; i < questions.size(); ++i)
    if (!(given[i] == right[i])) note_wrong({questions[i], right[i], given[i]}, &check);
  return check;
}

}  // namespace headroom
