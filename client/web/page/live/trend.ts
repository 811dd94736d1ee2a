// What a trend says: messages of the wire as JSON (proto3: 64-bit numbers are strings, defaults are
// left out), and points as the page uses them.

export type Metric = 'NPS' | 'CSAT' | 'CES' | 'SENTIMENT';
export const METRICS: readonly Metric[] = ['NPS', 'CSAT', 'CES', 'SENTIMENT'];

export interface WirePoint {
  startTime?: string;
  endTime?: string;
  n?: string;
  value?: number | string;
  ciLow?: number | string;
  ciHigh?: number | string;
  delta?: number | string;
  pValue?: number | string;
  significant?: boolean;
  belowMinN?: boolean;
  agreeShare?: number | string;
  promoters?: string;
  passives?: string;
  detractors?: string;
  positive?: string;
  neutral?: string;
  negative?: string;
  comparedN?: string;
  displays?: string;
  responses?: string;
  responseRate?: number | string;
}

export interface WatchMessage {
  cursor?: string;
  queryIndex?: number;
  started?: {serverTime?: string};
  upsert?: {group?: Record<string, string>; point?: WirePoint};
  snapshotComplete?: {cells?: string};
  progress?: {watermark?: string};
}

export interface Point {
  start: number;  // milliseconds since 1970
  end: number;
  n: number;
  value?: number;
  low?: number;
  high?: number;
  delta?: number;
  p?: number;
  significant: boolean;
  belowMinN: boolean;
  comparedN: number;
  agreeShare?: number;
  // Promoters, passives, detractors; or positive, neutral, negative.
  parts: [number, number, number];
  displays: number;
  responses: number;
  responseRate?: number;
}

// "NaN" and "Infinity" come as strings, and say nothing.
function number(value: number | string | undefined): number | undefined {
  const read = typeof value === 'string' ? Number(value) : value;
  return read !== undefined && Number.isFinite(read) ? read : undefined;
}

const count = (value: string | undefined): number => number(value) ?? 0;

export function pointOf(wire: WirePoint, metric: Metric): Point {
  const point: Point = {
    start: Date.parse(wire.startTime ?? ''),
    end: Date.parse(wire.endTime ?? ''),
    n: count(wire.n),
    significant: wire.significant ?? false,
    belowMinN: wire.belowMinN ?? false,
    comparedN: count(wire.comparedN),
    parts: metric === 'SENTIMENT' ?
        [count(wire.positive), count(wire.neutral), count(wire.negative)] :
        [count(wire.promoters), count(wire.passives), count(wire.detractors)],
    displays: count(wire.displays),
    responses: count(wire.responses),
  };
  const optional = {
    value: number(wire.value), low: number(wire.ciLow), high: number(wire.ciHigh),
    delta: number(wire.delta), p: number(wire.pValue), agreeShare: number(wire.agreeShare),
    responseRate: number(wire.responseRate),
  };
  for (const [name, value] of Object.entries(optional)) {
    if (value !== undefined) Object.assign(point, {[name]: value});
  }
  return point;
}
