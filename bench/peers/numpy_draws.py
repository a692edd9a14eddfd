"""The draws of the peer "numpy": the orders of a batch of trials, all at once."""
import numpy as np


def draw_factors(model, rng, count):
    """(1 + groups + owns, quarters, trials)"""
    rho = model.a["rho"]
    c = model.a["correlation"][0]
    rhos = np.repeat(rho, [1, model.groups, model.owns])
    e = rng.standard_normal((len(rhos), model.quarters, count))
    if c:
        e[1:1 + model.groups] = c * e[0] + np.sqrt(1 - c * c) * e[1:1 + model.groups]
    z = np.empty_like(e)
    z[:, 0] = e[:, 0]
    for q in range(1, model.quarters):
        z[:, q] = rhos[:, None] * z[:, q - 1] + np.sqrt(1 - rhos * rhos)[:, None] * e[:, q]
    nu = model.a["student_t"][0]
    return z * np.sqrt(nu / rng.chisquare(nu, count)) if nu else z


def intensities(model, rng, count):
    """(trial, place, quarter)"""
    z = draw_factors(model, rng, count)
    load = (model.beta[:, 0, None, None] * z[0] + model.beta[:, 1, None, None] * z[model.columns[:, 0]] +
            model.beta[:, 2, None, None] * z[model.columns[:, 1]] - model.half_variance[:, :, None])
    return np.exp(np.clip(load, -10, 10)).transpose(2, 0, 1)


def draw_market(model, rng, intensity, share):
    """Every order of the market, unmetered ones too; what is returned is metered."""
    mean = intensity[:, model.streams][:, :, model.quarter] * (model.orders * share)
    per_cell = rng.poisson(mean).ravel()
    cell = np.repeat(np.arange(len(per_cell)), per_cell)
    month, rest = cell % model.months, cell // model.months
    stream, trial = rest % len(model.streams), rest // len(model.streams)
    n = len(cell)
    row = stream * model.quarters + model.quarter[month]
    kind = model.kind_number[np.searchsorted(model.kind_bounds, row + rng.random(n), side="right")]
    a = model.a
    units = np.exp(a["stream_log_median"][stream] + a["stream_log_sd"][stream] * rng.standard_normal(n))
    units = np.clip(np.floor(units + 0.5), 1, a["stream_largest"][stream])
    consignee = model.first_consignee[stream] + (rng.random(n) * model.stream_consignees[stream]).astype(np.int64)
    time_in_month = rng.random(n)
    place = model.streams[stream]
    orders = {"column": trial * model.places + place, "month": month, "time": time_in_month,
              "tpp": units * a["kind_tpp"][kind], "route": model.kind_route[kind],
              "meter": trial * model.first_meter[-1] + model.first_meter[place] + consignee}
    keep = model.kind_metered[kind]
    return {name: values[keep] for name, values in orders.items()}


def draw_book(model, rng, count):
    a, rows = model.a, len(model.book_place)
    if rows == 0:
        return None
    shape = (count, rows)
    chance = rng.random(shape)
    if int(a["projects"][0]):
        shared = rng.random((count, int(a["projects"][0])))
        chance = np.where(model.book_project >= 0, shared[:, np.maximum(model.book_project, 0)], chance)
    month = model.book_month + rng.geometric(a["book_delay"], shape) - 1
    low, mode, high = a["book_units"].reshape(-1, 3).T
    u, width = rng.random(shape), high - low
    rising = low + np.sqrt(u * width * (mode - low))
    units = np.where(u * width < mode - low, rising, high - np.sqrt((1 - u) * width * (high - mode)))
    tpp = np.maximum(1, np.floor(units + 0.5)) * a["book_tpp"]
    comes = (chance < a["book_probability"]) & (month < model.months) & (a["book_metered"] > 0)
    trial, row = np.nonzero(comes)
    place = model.book_place[row]
    return {"column": trial * model.places + place, "month": month[comes], "time": rng.random(len(row)),
            "tpp": tpp[comes], "route": model.book_route[row],
            "meter": trial * model.first_meter[-1] + model.first_meter[place] + model.book_consignee[row]}


def draw_orders(model, rng, count):
    """All orders, sorted by (month, rank in the month of its column, column)."""
    intensity = intensities(model, rng, count)
    parts, kinds = [draw_market(model, rng, intensity, 1)], [0]
    if model.a["rush"][1] > 1:  # those that come only while buyers hurry: thinned when they are met
        parts.append(draw_market(model, rng, intensity, model.a["rush"][1] - 1))
        kinds.append(1)
    book = draw_book(model, rng, count)
    if book:
        parts.append(book)
        kinds.append(2)
    orders = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    orders["of"] = np.repeat(kinds, [len(part["tpp"]) for part in parts])
    cell = orders["month"] + model.months * orders["column"]
    by_time = np.argsort(cell + orders.pop("time"))
    cell = cell[by_time]
    rank, month = ranks(cell), cell % model.months
    key = month * (rank.max(initial=0) + 1) + rank
    if key.max(initial=0) < 1 << 16:
        key = key.astype(np.uint16)  # sorted in linear time
    turn = np.argsort(key, kind="stable")
    orders = {name: values[by_time[turn]] for name, values in orders.items()}
    return orders, month[turn], rank[turn]


def ranks(sorted_keys):
    """0, 1, 2, ... within equal neighbours."""
    n = len(sorted_keys)
    if n == 0:
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.concatenate([[True], sorted_keys[1:] != sorted_keys[:-1]]))
    return np.arange(n) - np.repeat(starts, np.diff(np.append(starts, n)))
