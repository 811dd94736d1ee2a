// Watched trends as they stand now: folds what a WatchTrends stream says.

import {pointOf} from './trend';
import type {Metric, Point, WatchMessage} from './trend';

// The cells of one scale, or of all where scales do not mix.
export type Cells = Map<string, Point>;

export interface Moved {
  index: number;  // of the query
  point: Point;
}

interface Query {
  metric: Metric;
  byScale: Map<string, Cells>;
  // A snapshot that is not complete yet: what stood before is shown until it is.
  coming: Map<string, Cells> | undefined;
  ready: boolean;
}

const cellKey = (point: Point): string => `${point.start} ${point.end}`;

export class TrendBook {
  private readonly queries: Query[];

  // `metrics` of the queries, in their order.
  constructor(metrics: readonly Metric[]) {
    this.queries =
        metrics.map(metric => ({metric, byScale: new Map(), coming: undefined, ready: false}));
  }

  // Takes a message in. Says which cell moved after the snapshot: its number of answers or value.
  fold(message: WatchMessage): Moved | undefined {
    const index = message.queryIndex ?? 0;
    const query = this.queries[index];
    if (!query) return undefined;
    if (message.started) {
      query.coming = new Map();
    } else if (message.snapshotComplete && query.coming) {
      query.byScale = query.coming;
      query.coming = undefined;
      query.ready = true;
    } else if (message.upsert?.point) {
      const point = pointOf(message.upsert.point, query.metric);
      const scale = message.upsert.group?.['scale'] ?? '';
      const all = query.coming ?? query.byScale;
      const cells = all.get(scale) ?? new Map<string, Point>();
      all.set(scale, cells);
      const before = cells.get(cellKey(point));
      cells.set(cellKey(point), point);
      const same = before?.n === point.n && before?.value === point.value;
      return query.coming || same ? undefined : {index, point};
    }
    return undefined;
  }

  // Every query has had its first snapshot.
  get ready(): boolean {
    return this.queries.every(query => query.ready);
  }

  // The scale that most answers of a query have, and how many others there are.
  mainScale(index: number): {scale: string; others: number} {
    let best = '';
    let most = -1;
    let filled = 0;
    for (const [scale, cells] of this.queries[index]?.byScale ?? []) {
      let n = 0;
      for (const point of cells.values()) n += point.n;
      if (n > 0) ++filled;
      if (n <= most) continue;
      most = n;
      best = scale;
    }
    return {scale: best, others: Math.max(0, filled - 1)};
  }

  // The points of a query, by time; of its main scale unless another is named.
  points(index: number, scale = this.mainScale(index).scale): Point[] {
    const cells = this.queries[index]?.byScale.get(scale);
    return cells ? [...cells.values()].sort((a, b) => a.start - b.start) : [];
  }
}
