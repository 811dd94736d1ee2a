// What hosts say and hear.

export type Metric = 'nps' | 'csat' | 'ces';
export type JourneyStage = 'land' | 'adopt' | 'expand' | 'renew' | 'advocate';

// Where answers go.
export interface Destination {
  // Address of vocd's HTTP edge: "https://voc.example.com".
  server: string;
  // A source key, "vks_...". It may be published.
  key: string;
  // The source_id that the key belongs to.
  source: string;
}

// Who answers. Without a token that the host's backend signed it is stored as unverified.
export interface Identity {
  respondent?: string | undefined;
  account?: string | undefined;
  // A signed token, or a function that fetches one; it is asked again once a token has expired.
  token?: string | (() => string | Promise<string>) | undefined;
}

// What is known of the moment of asking.
export interface Context {
  questionId?: string | undefined;
  // "in_app", "web", "email"...
  channel?: string | undefined;
  touchpoint?: string | undefined;
  journeyStage?: JourneyStage | undefined;
  properties?: Record<string, string> | undefined;
  // BCP 47.
  language?: string | undefined;
}

// What was answered.
export interface Answer {
  metric: Metric;
  score?: number | undefined;
  // Points of the scale; 0 or absent: the default of the metric.
  scalePoints?: number | undefined;
  lowIsGood?: boolean | undefined;
  comment?: string | undefined;
  // Whether nothing more will come.
  finished?: boolean | undefined;
}

// The server has it.
export interface Delivered {
  source: string;
  submissionId: string;
  clientRevision: number;
  outcome: 'created' | 'updated' | 'unchanged' | 'superseded';
}

// Why something was not delivered.
export interface Failure {
  source: string;
  submissionId: string;
  clientRevision: number;
  // rejected: the server says that the answer is bad. refused: that the call is, as with a key that
  // was revoked. expired: too old. overflow: too many waited. unreachable: nobody was asked since
  // the server did not answer. setup: an attribute is missing or wrong.
  reason: 'rejected' | 'refused' | 'expired' | 'overflow' | 'unreachable' | 'setup';
  message: string;
  // Whether it is lost; otherwise it is tried again.
  final: boolean;
}
