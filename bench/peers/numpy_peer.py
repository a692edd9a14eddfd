"""The peer "numpy": the model vectorised over trials. Every order of the market is drawn; then the orders of all trials
and destinations are decided side by side, by their rank in the month.

    numpy_peer.py MODEL    MODEL is what headroom_compare writes (model_text.cpp)

Says "ready", or "none: REASON". Then a line "FIRST COUNT" runs COUNT trials, with FIRST as seed, and is answered by one
line: processor seconds since the start, trials in which each capped destination exhausted, trials by how many did, and
sums and squares of the totals of answers.h.

A column is one destination of one trial. Arrays of the model: numbers of stream s stand at s of stream_*, its months at
(s, month) of stream_orders; the kinds of its orders (chip and route) one after the other in kind_*, their chances by
(stream, quarter, kind). route_steps has four authorisations a route, as route.h numbers them. rho is that of the global
factor, the groups and the own factors.
"""
import sys
import time

try:
    import numpy as np
except ImportError:
    print(f"none: {sys.executable} has no numpy", flush=True)
    sys.exit(0)

from numpy_draws import draw_orders, ranks

GENERAL, GENERAL_TIER1, LPP, NVEU = 0, 1, 2, 3
COUNTS_ONLY, STOPPED, EXEMPT = 0, 1, 2
COUNTED, EXCEPTED, REFUSED, REFUSED_ORDERS, DECIDED = range(5)
BATCH = 128  # trials: the fastest of 64, 128 and 256


def read(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.split() for line in file]
    return {line[0]: np.array([float(word) for word in line[1:]]) for line in lines}


class Model:
    def __init__(self, arrays):
        self.a = arrays
        whole = lambda name: arrays.get(name, np.zeros(0)).astype(np.int64)
        self.months = int(arrays["months"][0])
        self.quarters = -(-self.months // 3)
        self.quarter = np.arange(self.months) // 3
        self.places = len(arrays["place_capped"])
        self.capped = np.flatnonzero(arrays["place_capped"])
        self.groups, self.owns = int(arrays["groups"][0]), int(arrays["owns"][0])
        self.cap = arrays["cap"][0]
        self.beta = arrays["place_beta"].reshape(-1, 3)
        self.columns = whole("place_columns").reshape(-1, 2)
        self.half_variance = arrays["place_half_variance"].reshape(-1, self.quarters)
        self.consignees = whole("place_consignees")
        self.first_meter = np.concatenate([[0], np.cumsum(self.consignees)])
        self.steps = whole("route_steps").reshape(-1, 4)
        self.streams = whole("stream_place")
        self.orders = arrays["stream_orders"].reshape(-1, self.months)
        self.first_consignee, self.stream_consignees = whole("stream_first_consignee"), arrays["stream_consignees"]
        self.kind_route, self.kind_metered = whole("kind_route"), arrays["kind_metered"] > 0
        self.book_place, self.book_month = whole("book_place"), whole("book_month")
        self.book_route, self.book_project = whole("book_route"), whole("book_project")
        self.book_consignee = whole("book_consignee")
        self.index_kinds(whole("stream_kinds"))

    def index_kinds(self, kinds):
        """One sorted array from which the kind of an order of (stream, quarter) is looked up: row + cumulative chance."""
        bounds, first, numbers, at, begin = [], [], [], 0, 0
        for stream, count in enumerate(kinds):
            for quarter in range(self.quarters):
                chances = np.cumsum(self.a["kind_chance"][at:at + count])
                chances[-1] = 1
                bounds.append(stream * self.quarters + quarter + chances)
                numbers.append(begin + np.arange(count))
                at += count
            begin += count
        self.kind_bounds, self.kind_number = np.concatenate(bounds), np.concatenate(numbers)


class Trials:
    """What the columns of a batch have used up."""

    def __init__(self, model, rng, count):
        self.model, self.rng, self.count = model, rng, count
        columns = count * model.places
        self.used, self.caps = np.zeros(columns), np.full(columns, model.cap)
        self.exhausted, self.hurried = np.zeros(columns, bool), np.zeros(columns, bool)
        self.lpp, self.nveu = np.zeros(count * model.first_meter[-1]), np.zeros(count * model.first_meter[-1])
        self.totals = np.zeros((5, columns))
        self.returning = [[] for _ in range(model.months)]
        self.raised = self.draw_raises()

    def draw_raises(self):
        a, raised = self.model.a, np.full((self.count, self.model.places), self.model.months)
        if "raise_place" not in a:
            return raised.ravel()
        for place in np.unique(a["raise_place"]):
            rows = a["raise_place"] == place
            months = np.append(a["raise_month"][rows], self.model.months)
            bounds = np.cumsum(a["raise_chance"][rows])
            raised[:, int(place)] = months[np.searchsorted(bounds, self.rng.random(self.count), side="right")]
        return raised.ravel()

    def run(self):
        model = self.model
        orders, month, rank = draw_orders(model, self.rng, self.count)
        key = month * (rank.max(initial=0) + 1) + rank
        edges = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1], [True]])) if len(key) else [0]
        begins = {}
        for i in range(len(edges) - 1):
            begins.setdefault(int(month[edges[i]]), []).append((edges[i], edges[i + 1]))
        multiplier = np.tile(model.a["place_multiplier"], self.count)
        for m in range(model.months):
            self.caps = np.where(m < self.raised, model.cap, model.cap * multiplier)
            if m == 0 or model.a["year"][m] != model.a["year"][m - 1]:
                self.lpp[:] = 0
            self.meet_returned(m)
            for begin, end in begins.get(m, []):
                self.meet({name: values[begin:end] for name, values in orders.items()}, m)

    def meet_returned(self, month):
        if not self.returning[month]:
            return
        parts = self.returning[month]
        orders = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        turn = np.argsort(orders["column"], kind="stable")
        orders = {name: values[turn] for name, values in orders.items()}
        rank = ranks(orders["column"])
        for r in range(rank.max() + 1):
            now = rank == r
            self.decide({name: values[now] for name, values in orders.items()}, month, waits=False)

    def meet(self, orders, month):
        """Orders of columns that are all different."""
        if (orders["of"] == 1).any():
            stays = (orders["of"] != 1) | self.hurried[orders["column"]]
            orders = {name: values[stays] for name, values in orders.items()}
        self.decide(orders, month, waits=True)
        if self.model.a["rush"][1] > 1:
            looks = orders["column"][orders["of"] != 2]
            self.hurried[looks] = self.used[looks] >= self.model.a["rush"][0] * self.caps[looks]

    def decide(self, orders, month, waits):
        column, tpp = orders["column"], orders["tpp"]
        steps = self.model.steps[orders["route"]]
        open_ = np.ones(len(tpp), bool)
        for place in range(4):
            step = steps[:, place]
            for authorisation in (GENERAL, GENERAL_TIER1, LPP, NVEU):
                tries = open_ & (step == authorisation)
                if not tries.any():
                    continue
                at = np.flatnonzero(tries)
                fits = at[self.fits(authorisation, column[at], orders["meter"][at], tpp[at], month)]
                open_[fits] = False
                self.totals[EXCEPTED if authorisation in (LPP, NVEU) else COUNTED, column[fits]] += tpp[fits]
                self.totals[DECIDED, column[fits]] += 1
            if place == 3 or not open_.any() or (steps[open_, place + 1] < 0).all():
                break
        refused = np.flatnonzero(open_)
        if waits and len(refused):
            refused = self.wait(orders, refused, month)
        self.totals[REFUSED, column[refused]] += tpp[refused]
        self.totals[REFUSED_ORDERS, column[refused]] += 1
        self.totals[DECIDED, column[refused]] += 1

    def fits(self, authorisation, column, meter, tpp, month):
        tier1 = self.model.a["tier1"][0]
        if authorisation == GENERAL_TIER1 and tier1 == EXEMPT:
            return np.ones(len(tpp), bool)
        if authorisation in (GENERAL, GENERAL_TIER1):
            fits = self.used[column] + tpp <= self.caps[column]
            self.exhausted[column[~fits]] = True
            if authorisation == GENERAL_TIER1 and tier1 == COUNTS_ONLY:
                fits = np.ones(len(tpp), bool)
            self.used[column[fits]] += tpp[fits]
            return fits
        meters = self.lpp if authorisation == LPP else self.nveu
        limit = self.model.a["lpp_cap"][0] if authorisation == LPP else self.model.a["allowance"][month]
        fits = meters[meter] + tpp <= limit
        meters[meter[fits]] += tpp[fits]
        return fits

    def wait(self, orders, refused, month):
        probability, months = self.model.a["wait"]
        back = month + int(months)
        if probability == 0 or back >= self.model.months:
            return refused
        waits = self.rng.random(len(refused)) < probability
        late = refused[waits]
        if len(late):
            self.returning[back].append({name: values[late] for name, values in orders.items()})
        return refused[~waits]


def run(model, first, count):
    rng = np.random.Generator(np.random.PCG64(first))
    capped = model.capped
    exhausted, together = np.zeros(len(capped)), np.zeros(len(capped) + 1)
    sums, squares = np.zeros(5), np.zeros(5)
    for begin in range(0, count, BATCH):
        trials = Trials(model, rng, min(BATCH, count - begin))
        trials.run()
        by_place = trials.exhausted.reshape(-1, model.places)[:, capped]
        exhausted += by_place.sum(axis=0)
        together += np.bincount(by_place.sum(axis=1), minlength=len(together))
        totals = trials.totals.reshape(5, -1, model.places)[:, :, capped].sum(axis=2)
        sums += totals.sum(axis=1)
        squares += (totals * totals).sum(axis=1)
    return np.concatenate([exhausted, together, sums, squares])


def main(arguments):
    model = Model(read(arguments[0]))
    print("ready", flush=True)
    for line in sys.stdin:
        first, count = (int(word) for word in line.split())
        answers = run(model, first, count)
        print(f"{time.process_time():.6f}", *(f"{x:.17g}" for x in answers), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
