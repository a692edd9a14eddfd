// Every random draw has an address; nothing depends on threads, lanes, devices, the order of work or what ran before.
//
//            31      24 23                    0   31                     0   31          0   31           0
//   counter | purpose  |        index          | |       subject          | | trial, low  | | trial, high  |
//            word 0                               word 1                     word 2          word 3
//   key     = the study's 64-bit seed
//
// Trial and index stand on different multipliers of Philox (words 0 and 2), so that the first rounds can be hoisted out
// of a loop over either. The subject is the destination's letters in base 26 (below 2^15) or, for what has an id, its
// 32-bit FNV-1a hash: never a place in a file. Two purposes never share a counter: the purpose is part of it.
//
//   purpose      subject       index          word 0             word 1            word 2           word 3
//   market       destination   order          a                  b                 consignee        waits
//   global       0             quarter / 4    innovations of four quarters
//   group        group         quarter / 4    innovations of four quarters
//   own          destination   quarter / 4    innovations of four quarters
//   student_t    0             0              scale (top 12)     -                 -                -
//   book         order id      0              materialises       delay             size (top 10)    place in month
//   book         order id      1              waits              -                 -                -
//   book         order id      2              diverts            place in month    diverts again    place in month
//   project      project id    0              materialises       -                 -                -
//   arrangement  destination   0              month              -                 -                -
//   divert       destination   order          diverts            place in month    diverts again    place in month
//   company      company       cluster        gap (top 30)       location (24)     size (top 10)    chip (top 24)
//   home_slip    company       cluster        slips              -                 -                -
//   scramble_... as factor's   quarter / 2    shift, factor of two quarters: of a replicate, which stands for the trial
//
//   of a market order:   a = | gap 30 | size, high 2 |    b = | row 24 | size, low 8 |
//
// A market order has a block of its own. Two orders a block would do where no consignee is drawn, but the lanes of a
// pack or warp do not stand at orders of one parity for long, so that a block is worked out at every step all the same.
//
// A later rule takes a purpose of its own (or free words of one with the same index); it moves no draw that exists.
#pragma once
#include "host/trial/philox.h"

namespace headroom {

enum class Purpose : u32 {
  market = 1,
  global_factor = 3,
  group_factor = 4,
  own_factor = 5,
  student_t = 6,
  book = 7,
  project = 8,
  arrangement = 9,
  divert = 10,
  company = 11,
  home_slip = 12,
  // How the points of a replicate are scrambled (points.h) for what each factor draws; no trial draws from these.
  scramble_global = 13,
  scramble_group = 14,
  scramble_own = 15,
  scramble_student_t = 16,
};

// What the index of a book order's draws stands for.
constexpr u32 kBookItself = 0, kBookWait = 1, kBookDivert = 2;

constexpr u32 kIndexBits = 24;

// All draws of one (purpose, subject) in one trial: a block of four words an index.
template <class L>
class Draws;

template <>
class Draws<OneLane> {
 public:
  HD Draws(const PhiloxKeys& keys, u64 trial, Purpose purpose, u32 subject)
      : keys_(keys), trial_(trial), purpose_(u32(purpose) << kIndexBits), subject_(subject) {}
  HD Block<u32> operator()(u32 index) const {
    return philox4x32_10<u32>({{purpose_ | index, subject_, u32(trial_), u32(trial_ >> 32)}}, keys_);
  }

 private:
  const PhiloxKeys& keys_;
  u64 trial_;
  u32 purpose_, subject_;
};

// The words of one market order.
template <class U>
struct OrderBits {
  U a, b, consignee, waits;
  HD U gap() const { return a >> 2; }                         // 30 bits
  HD U row() const { return b >> 8; }                         // 24 bits
  HD U size() const { return ((a & 3u) << 8) | (b & 255u); }  // 10 bits
};

template <class B, class U>
HD OrderBits<U> select(B c, const OrderBits<U>& yes, const OrderBits<U>& no) {
  return {select(c, yes.a, no.a), select(c, yes.b, no.b), select(c, yes.consignee, no.consignee),
          select(c, yes.waits, no.waits)};
}

}  // namespace headroom
