// Where a value stands in a drawing.

export interface Range {
  low: number;
  high: number;
}

export type Scale = (value: number) => number;

export function scale(from: number, to: number, fromPlace: number, toPlace: number): Scale {
  const span = to - from;
  if (span === 0) return () => (fromPlace + toPlace) / 2;
  return value => fromPlace + (value - from) / span * (toPlace - fromPlace);
}

// Round values from at or below `low` to at or above `high`, about `limit` of them.
export function ticks(low: number, high: number, limit: number): number[] {
  let [from, to] = [low, high];
  if (!(to > from)) [from, to] = [from - 1, from + 1];
  const raw = (to - from) / Math.max(limit, 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5].find(candidate => power * candidate >= raw * (1 - 1e-9)) ?? 10;
  const step = power * factor;
  const all: number[] = [];
  const last = Math.ceil(to / step - 1e-9);
  for (let i = Math.floor(from / step + 1e-9); i <= last; ++i) all.push(i * step);
  return all;
}
