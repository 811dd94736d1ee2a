// Who waits for us: alerts as lists and streams of them say, the newest version of each, put
// together by the feedback they are about.

export interface WireFeedback {
  feedbackId?: string;
  sourceId?: string;
  respondentId?: string;
  accountId?: string;
  identity?: string;  // what vouches for these two
  collectedAt?: string;
  language?: string;
  response?: {metric?: string; score?: number; scalePoints?: number; comment?: string};
  mention?: {platform?: string; title?: string; body?: string; author?: string;
             rating?: number | string; ratingMax?: number | string};
}

export interface WireAlert {
  alertId?: string;
  sequence?: string;
  version?: number;
  ruleId?: string;
  severity?: string;
  state?: string;
  feedback?: WireFeedback;
  accountId?: string;
  previousScore?: number;
  title?: string;
}

export interface AlertMessage {
  cursor?: string;
  started?: object;
  progress?: object;
  alert?: WireAlert;
  alerts?: {alerts?: WireAlert[]};
}

// One customer's words, and all that was seen in them.
export interface Case {
  id: string;  // of the feedback
  alerts: WireAlert[];
  newest: bigint;  // sequence
}

// As many are kept as anybody would scroll through.
export const MAX_KEPT = 400;

const OVER = new Set(['ALERT_STATE_RESOLVED', 'ALERT_STATE_DISMISSED']);

const sequenceOf = (alert: WireAlert): bigint => BigInt(alert.sequence ?? '0');

export class AlertBook {
  private readonly byId = new Map<string, WireAlert>();

  // Whether that was news: a version not known before.
  take(alert: WireAlert): boolean {
    const id = alert.alertId ?? '';
    const known = this.byId.get(id);
    if (known && (known.version ?? 0) >= (alert.version ?? 0)) return false;
    this.byId.set(id, alert);
    if (this.byId.size > MAX_KEPT) this.forget();
    return true;
  }

  // Open ones, newest first.
  cases(limit: number): Case[] {
    const cases = new Map<string, Case>();
    for (const alert of this.byId.values()) {
      if (OVER.has(alert.state ?? '')) continue;
      const id = alert.feedback?.feedbackId ?? alert.alertId ?? '';
      const found = cases.get(id) ?? {id, alerts: [], newest: 0n};
      found.alerts.push(alert);
      if (sequenceOf(alert) > found.newest) found.newest = sequenceOf(alert);
      cases.set(id, found);
    }
    for (const found of cases.values()) {
      found.alerts.sort((a, b) => ((a.ruleId ?? '') < (b.ruleId ?? '') ? -1 : 1));
    }
    return [...cases.values()]
        .sort((a, b) => (a.newest > b.newest ? -1 : a.newest < b.newest ? 1 : 0))
        .slice(0, limit);
  }

  private forget(): void {
    const oldest = [...this.byId.values()].sort((a, b) => (sequenceOf(a) < sequenceOf(b) ? -1 : 1));
    for (const alert of oldest.slice(0, this.byId.size - MAX_KEPT)) {
      this.byId.delete(alert.alertId ?? '');
    }
  }
}
