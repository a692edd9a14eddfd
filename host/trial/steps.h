// Every step of arithmetic in a trial as a question that integers answer. One text, so that a machine can be asked what
// another one has answered (host/engine/known_answers.h).
#pragma once
#include "host/trial/draws.h"
#include "host/trial/fixed.h"
#include "host/trial/tally.h"

namespace headroom {

//   step                a                 b                    c          first           second
//   philox              counter, low      counter, high        key        words 0, 1      words 2, 3
//   draw                trial             subject, index 24    key        words 0, 1      words 2, 3
//   order_bits          the bits          -                    -          gap, row        size
//   gap                 30 bits           -                    -          the result of this and of all below
//   exp2                24 bits
//   normal              32 bits
//   third               below 256
//   times_q30           32 bits           32 bits
//   multiply, mul_high  32 bits           32 bits
//   scale               64 bits           32 bits
//   quotient            64 bits           64 bits, not 0
//   quotient_by_32      64 bits           32 bits, not 0
//   multiply_signed     with b a product of 63 bits
//   shift_right_signed  64 bits           below 64
//   less_signed         64 bits           64 bits
//   leading_zeros       32 bits, not 0
//   leading_zeros_64    64 bits, not 0
//   passes, share_of    part              total, below 2^60    limit
//   slack_bin           part              total, below 2^60    limit
//   use_bin, use_share  used, below 2^44  cap, below 2^44
//   refused_bin         64 bits
enum class Step : u32 {
  philox,
  draw,
  order_bits,
  gap,
  exp2,
  normal,
  third,
  times_q30,
  multiply,
  mul_high,
  scale,
  quotient,
  quotient_by_32,
  multiply_signed,
  shift_right_signed,
  less_signed,
  leading_zeros,
  leading_zeros_64,
  passes,
  share_of,
  slack_bin,
  use_bin,
  use_share,
  refused_bin
};
constexpr u32 kArithmeticSteps = 24;

struct Question {
  Step step = Step::philox;
  u64 a = 0, b = 0, c = 0;
};

struct Answer {
  u64 first = 0, second = 0;
  friend bool operator==(const Answer&, const Answer&) = default;
};

HD u64 joined(u32 low, u32 high) { return u64(high) << 32 | low; }
HD Answer answer_of(const Block<u32>& block) {
  return {joined(block.word[0], block.word[1]), joined(block.word[2], block.word[3])};
}

// `tables` need no more than the function tables. What is asked has to lie in the step's domain.
HD Answer answer_of(const Tables& tables, const Question& q) {
  const u32 a = u32(q.a), b = u32(q.b), c = u32(q.c);
  const PhiloxKeys keys = keys_of_rounds({c, u32(q.c >> 32)});
  const OrderBits<u32> bits{a, u32(q.a >> 32), 0, 0};
  switch (q.step) {
    case Step::philox: return answer_of(philox4x32_10<u32>({{a, u32(q.a >> 32), b, u32(q.b >> 32)}}, keys));
    case Step::draw:
      return answer_of(Draws<OneLane>(keys, q.a, Purpose::market, u32(q.b >> kIndexBits))(b & 0xFFFFFFu));
    case Step::order_bits: return {joined(bits.gap(), bits.row()), bits.size()};
    case Step::gap: return {gap_of(tables, a)};
    case Step::exp2: return {exp2_of(tables, a)};
    case Step::normal: return {normal_of(tables, a)};
    case Step::times_q30: return {times_q30(a, b)};
    case Step::third: return {third(a)};
    case Step::multiply: return {multiply(a, b)};
    case Step::mul_high: return {mul_high(a, b)};
    case Step::scale: return {scale(q.a, b)};
    case Step::quotient: return {quotient(q.a, q.b)};
    case Step::quotient_by_32: return {quotient(q.a, b)};
    case Step::multiply_signed: return {multiply_signed(q.a, q.b)};
    case Step::shift_right_signed: return {shift_right_signed(q.a, b)};
    case Step::less_signed: return {less_signed(q.a, q.b)};
    case Step::leading_zeros: return {leading_zeros(a)};
    case Step::leading_zeros_64: return {leading_zeros(q.a)};
    case Step::passes: return {passes<OneLane>(q.a, q.b, c)};
    case Step::share_of: return {share_of(q.a, q.b)};
    case Step::slack_bin: return {slack_bin(q.a, q.b, c)};
    case Step::use_bin: return {use_bin(q.a, q.b)};
    case Step::use_share: return {use_share(q.a, q.b)};
    case Step::refused_bin: return {refused_bin(q.a)};
  }
  return {};
}

}  // namespace headroom
