// Known answers: what a machine has to say when it is asked for single steps of a trial's arithmetic.
#pragma once
#include <vector>

#include "host/engine/witness.h"

namespace headroom {

struct PublishedAnswer {
  Block<u32> counter;
  PhiloxKey key;
  Block<u32> result;
};

// Random123, tests/kat_vectors, philox4x32 with 10 rounds.
constexpr PublishedAnswer kPublishedPhilox[] = {
    {{{0, 0, 0, 0}}, {0, 0}, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}},
    {{{~0u, ~0u, ~0u, ~0u}}, {~0u, ~0u}, {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}},
    {{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
     {0xa4093822, 0x299f31d0},
     {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}}};

const char* name_of(Step step);

// Of each step: all pairs of edges, and a sweep over all magnitudes, the same ones each time.
std::vector<Question> step_questions();

struct WrongAnswer {
  Question question;
  Answer right, given;
};

struct AnswerCheck {
  u64 asked = 0, wrong = 0;
  std::vector<WrongAnswer> examples;  // the first of each step that has any
};

// The published answers, and those of the text as this machine's CPU runs it, against those of a witness.
AnswerCheck check_answers(const Tables& tables, Witness& witness);

}  // namespace headroom
