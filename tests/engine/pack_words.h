// Every word of host/trial/lanes.h on an instruction set's packs, against its plain meaning in each lane. Included by
// one file an instruction set, behind host/engine/pack_trial.h. No more than plain functions leave it, and all is
// static, as in the engine's own files.
#pragma once
#include "tests/engine/pack_words_check.h"

// Here, and not in an unnamed namespace, so that a generic lambda finds the words of packs and those of one lane.
namespace headroom::pack_words {

// Numbers of every length, and those at the edges more often than chance has it.
struct Numbers {
  u64 state;
  HD u64 next() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545F4914F6CDD1Dull;
  }
  HD u64 number() {
    const u64 x = next() >> (next() >> 58), kind = next() >> 60;
    return kind == 0   ? 0
           : kind == 1 ? ~u64(0)
           : kind == 2 ? u64(1) << (next() >> 58)
           : kind == 3 ? ~u64(0) << (next() >> 58)
                       : x;
  }
  HD Pack::U u() {
    auto all = by_lane(Pack::U(0u));
    for (u32 i = 0; i < Pack::width; ++i) all[i] = next() >> 63 ? u32(number()) : u32(number() >> 32);
    return together(all);
  }
  HD Pack::W w() {
    auto all = by_lane(Pack::W(0u));
    for (u32 i = 0; i < Pack::width; ++i) all[i] = number();
    return together(all);
  }
};

template <class F, class... Args>
static void both(Failures* to, const char* word, F f, const Args&... args) {
  const auto pack = by_lane(f(args...));
  for (u32 lane = 0; lane < Pack::width; ++lane)
    if (pack[lane] != f(by_lane(args)[lane]...)) to->add(word);
}

static void words_of_numbers(Failures* to, Pack::U a, Pack::U b, Pack::U c) {
  both(
      to, "+", [](auto x, auto y) { return x + y; }, a, b);
  both(
      to, "-", [](auto x, auto y) { return x - y; }, a, b);
  both(
      to, "*", [](auto x, auto y) { return x * y; }, a, b);
  both(
      to, "&", [](auto x, auto y) { return x & y; }, a, b);
  both(
      to, "|", [](auto x, auto y) { return x | y; }, a, b);
  both(
      to, "^", [](auto x, auto y) { return x ^ y; }, a, b);
  both(
      to, "<<", [](auto x) { return x << 7; }, a);
  both(
      to, ">>", [](auto x) { return x >> 9; }, a);
  both(
      to, "==", [](auto x, auto y) { return one_if(x == y); }, a, b);
  both(
      to, "<", [](auto x, auto y) { return one_if(x < y); }, a, b);
  both(
      to, "!", [](auto x, auto y) { return one_if(!(x < y)); }, a, b);
  both(
      to, "& of conditions", [](auto x, auto y, auto z) { return one_if((x < y) & (y < z)); }, a, b, c);
  both(
      to, "| of conditions", [](auto x, auto y, auto z) { return one_if((x < y) | (y < z)); }, a, b, c);
  both(
      to, "select", [](auto x, auto y, auto z) { return select(x < y, z, y); }, a, b, c);
  both(
      to, "when", [](auto x, auto y, auto z) { return when(x < y, z); }, a, b, c);
  both(
      to, "lesser", [](auto x, auto y) { return lesser(x, y); }, a, b);
  both(
      to, "widen", [](auto x) { return widen(x); }, a);
  both(
      to, "widen_signed", [](auto x) { return widen_signed(x); }, a);
  both(
      to, "third", [](auto x) { return third(x & 255u); }, a);
  both(
      to, "multiply", [](auto x, auto y) { return multiply(x, y); }, a, b);
  both(
      to, "mul_high", [](auto x, auto y) { return mul_high(x, y); }, a, b);
  both(
      to, "shift_right", [](auto x, auto y) { return shift_right(x, y & 31u); }, a, b);
  both(
      to, "shift_left", [](auto x, auto y) { return shift_left(x, y & 31u); }, a, b);
  both(
      to, "leading_zeros", [](auto x) { return leading_zeros(x | 1u); }, a);
  both(
      to, "leading_zeros at the top", [](auto x) { return leading_zeros(x | 0x80000000u); }, a);
}

static void words_of_wide_numbers(Failures* to, Pack::W a, Pack::W b, Pack::U n) {
  using Wide = decltype(a);
  both(
      to, "wide +", [](auto x, auto y) { return x + y; }, a, b);
  both(
      to, "wide -", [](auto x, auto y) { return x - y; }, a, b);
  both(
      to, "wide &", [](auto x, auto y) { return x & y; }, a, b);
  both(
      to, "wide |", [](auto x, auto y) { return x | y; }, a, b);
  both(
      to, "wide ^", [](auto x, auto y) { return x ^ y; }, a, b);
  both(
      to, "wide <<", [](auto x) { return x << 41; }, a);
  both(
      to, "wide >>", [](auto x) { return x >> 39; }, a);
  both(
      to, "wide ==", [](auto x, auto y) { return one_if(x == y); }, a, b);
  both(
      to, "wide == of equals", [](auto x) { return one_if(x == x); }, a);
  both(
      to, "wide <", [](auto x, auto y) { return one_if(x < y); }, a, b);
  both(
      to, "less_signed", [](auto x, auto y) { return one_if(less_signed(x, y)); }, a, b);
  both(
      to, "wide select", [](auto x, auto y, auto z) { return select((z & 1u) == 1u, x, y); }, a, b, n);
  both(
      to, "select by wide", [](auto x, auto y, auto z) { return select(x < y, z, z + 1u); }, a, b, n);
  both(
      to, "wide when", [](auto x, auto z) { return when((z & 1u) == 1u, x); }, a, n);
  both(
      to, "wide lesser", [](auto x, auto y) { return lesser(x, y); }, a, b);
  both(
      to, "low_half", [](auto x) { return low_half(x); }, a);
  both(
      to, "high_half", [](auto x) { return high_half(x); }, a);
  both(
      to, "wide shift_right", [](auto x, auto z) { return shift_right(x, z & 63u); }, a, n);
  both(
      to, "wide shift_left", [](auto x, auto z) { return shift_left(x, z & 63u); }, a, n);
  both(
      to, "shift_right_signed", [](auto x) { return shift_right_signed(x, 24); }, a);
  both(
      to, "multiply_signed",
      [](auto x, auto y) { return multiply_signed(shift_right_signed(x, 33), shift_right_signed(y, 32)); }, a, b);
  both(
      to, "scale", [](auto x, auto z) { return scale(x, z); }, a, n);
  both(
      to, "quotient", [](auto x, auto z) { return quotient(x, z | 1u); }, a, n);
  both(
      to, "wide quotient", [](auto x, auto y) { return quotient(x, y | decltype(y)(u64(1))); }, a, b);
  both(
      to, "use_bin", [](auto x, auto y) { return use_bin(x, y); }, a, b);
  both(
      to, "use_bin near the cap", [](auto x, auto y) { return use_bin(x >> 20, y >> 20); }, a, b);
  both(
      to, "use_share", [](auto x, auto y) { return use_share(x >> 20, y >> 20); }, a, b);
  both(
      to, "refused_bin", [](auto x) { return refused_bin(x); }, a);
  static_cast<void>(Wide());
}

// Tables, columns and lane by lane.
static void words_of_memory(Failures* to, Pack::U i, Pack::U n, Pack::W x) {
  constexpr u32 rows = 8;
  alignas(64) u32 numbers[64];
  alignas(64) u64 wides[64], memory[rows * Pack::width];
  for (u32 k = 0; k < 64; ++k) wides[k] = (numbers[k] = k * 2654435761u) * 0x9E3779B97F4A7C15ull;
  both(
      to, "gather", [&](auto at) { return gather(numbers, at & 63u); }, i);
  both(
      to, "wide gather", [&](auto at) { return gather(wides, at & 63u); }, i);
  const u32 counts[] = {1, 8, 15, 16, 17, 32, 33, 48};  // those behind the last can be read
  for (const u32 count : counts)
    both(
        to, "look_up", [&](auto at) { return look_up(numbers, count, mul_high(at, decltype(at)(count))); }, i);
  Row structs[4] = {{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}, {11, 12, 13, 14, 15}, {16, 17, 18, 19, 20}};
  both(
      to, "gather of a field", [&](auto at) { return gather(structs, &Row::route, at & 3u); }, i);

  Column<Pack> column{memory};
  u64 expected[rows][Pack::width] = {};
  column.clear(rows);
  const auto at = by_lane(i & (rows - 1)), puts = by_lane(n & 1u);
  const auto value = by_lane(x);
  column.put(i & (rows - 1), x, (n & 1u) == 1u);
  column.put(rows - 1, x, (n & 2u) == 2u);
  for (u32 lane = 0; lane < Pack::width; ++lane) {
    if (puts[lane]) expected[at[lane]][lane] = value[lane];
    if (by_lane(n)[lane] & 2u) expected[rows - 1][lane] = value[lane];
  }
  const auto got = by_lane(column.get(i & (rows - 1)));
  for (u32 row = 0; row < rows; ++row) {
    const auto all = by_lane(column.get(row));
    for (u32 lane = 0; lane < Pack::width; ++lane)
      if (all[lane] != expected[row][lane]) to->add("Column::put");
  }
  u32 visited = 0;
  for_each_lane((n & 1u) == 1u, [&](u32 lane) { visited |= 1u << lane; });
  for (u32 lane = 0; lane < Pack::width; ++lane) {
    if (got[lane] != expected[at[lane]][lane]) to->add("Column::get");
    if ((visited >> lane & 1u) != puts[lane]) to->add("for_each_lane");
    if (by_lane(lane_numbers())[lane] != lane) to->add("lane_numbers");
  }
  if (any((n & 1u) == 1u) != (visited != 0)) to->add("any");
}

static void random_bits(Failures* to, Numbers* from) {
  const u32 low = u32(from->next()), high = u32(from->next());
  const PhiloxKeys keys = keys_of_rounds({low, high});
  const Pack::W trial = from->w();
  const Pack::U subject = from->u(), index = from->u() & 0xFFFFFFu;
  const Block<Pack::U> pack = Draws<Pack>(keys, trial, Purpose::book, subject)(index);
  for (u32 lane = 0; lane < Pack::width; ++lane) {
    const Draws<OneLane> draws(keys, by_lane(trial)[lane], Purpose::book, by_lane(subject)[lane]);
    const Block<u32> one = draws(by_lane(index)[lane]);
    for (u32 w = 0; w < 4; ++w)
      if (by_lane(pack.word[w])[lane] != one.word[w]) to->add("Draws");
  }
}

// The first month whose end is not before a time, in both copies of the ends, as time goes on.
static void months(Failures* to, Numbers* from, u32 shift) {
  constexpr u32 count = 13;
  alignas(64) u64 memory[count * Pack::width];
  alignas(64) u32 narrow[narrow_rows(count) * Pack::width];
  MonthEnds<Pack> ends{{memory}};
  Pack::W end = 0u;
  for (u32 m = 0; m < count; ++m) ends.put(m, end = end + (from->w() >> shift), true);
  narrow_months(count, narrow, &ends);
  Pack::W time = 0u;
  for (u32 step = 0; step < 20; ++step) {
    time = time + (from->w() >> shift);
    const auto got = by_lane(month_of(&ends, count, Pack::U(0u), time));
    for (u32 lane = 0; lane < Pack::width; ++lane) {
      u32 month = 0;
      while (month < count && by_lane(ends.get(month))[lane] < by_lane(time)[lane]) ++month;
      if (got[lane] != (month < count ? month : kNever)) to->add(ends.narrow ? "month_of, narrow" : "month_of");
    }
  }
}

static void check(u64 seed, u32 rounds, Failures* to) {
  Numbers numbers{seed};
  for (u32 i = 0; i < rounds; ++i) {
    const Pack::U a = numbers.u(), b = numbers.u(), c = numbers.u();
    const Pack::W x = numbers.w(), y = numbers.w();
    words_of_numbers(to, a, b, c);
    words_of_wide_numbers(to, x, y, a);
    words_of_memory(to, a, b, x);
    random_bits(to, &numbers);
    months(to, &numbers, 30);
    months(to, &numbers, 38);
  }
}

}  // namespace headroom::pack_words
