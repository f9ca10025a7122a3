// Written by scripts/gen-schema.ts from the migrations; a test fails when it is stale.
// A text column with a list of values in its check constraint is a union of them.

import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Numeric = ColumnType<string, number | string, number | string>;

export type PublicationState = "awaiting_approval" | "cancelled" | "draft" | "failed" | "handed_over" | "missed" | "needs_you" | "published" | "publishing" | "removed" | "scheduled" | "unconfirmed" | "waiting";

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AppBucket {
  app: string;
  network: string;
  platform: string;
  quota: string;
  used: Generated<number>;
  windowStartedAt: Timestamp;
}

export interface Asset {
  alt: Generated<string>;
  bytes: number;
  codecs: string[] | null;
  createdAt: Generated<Timestamp>;
  createdBy: string | null;
  deletedAt: Timestamp | null;
  fps: number | null;
  frames: number | null;
  height: number | null;
  id: Generated<string>;
  kind: "image" | "video" | "document";
  located: Generated<boolean>;
  name: string;
  pages: number | null;
  seconds: number | null;
  sha256: string;
  type: string;
  width: number | null;
  workspaceId: string;
}

export interface Change {
  at: Generated<Timestamp>;
  id: Generated<number>;
  rowId: string | null;
  what: string;
  workspaceId: string;
}

export interface Channel {
  avatarUrl: string | null;
  consentId: string | null;
  createdAt: Generated<Timestamp>;
  facts: Generated<Json>;
  handle: string;
  host: string | null;
  hue: number | null;
  id: Generated<string>;
  kind: string;
  laneId: number;
  latePolicy: "window" | "skip" | "ask" | null;
  lateWindowSeconds: number | null;
  name: string;
  network: "sandbox" | "real";
  pausedAt: Timestamp | null;
  platform: string;
  remoteId: string;
  state: Generated<"connected" | "reconnect" | "disconnected">;
  stateWhy: string | null;
  via: string;
  workspaceId: string;
  zone: string;
}

export interface Claim {
  atoms: Generated<Json>;
  attribution: string | null;
  hedged: Generated<boolean>;
  id: Generated<string>;
  kind: string;
  negated: Generated<boolean>;
  ordinal: number;
  runId: string;
  salience: number;
  sourceId: string;
  spanEnd: number;
  spanStart: number;
  text: string;
  workspaceId: string;
}

export interface Consent {
  app: string;
  candidates: Json | null;
  createdAt: Generated<Timestamp>;
  expiresAt: Timestamp | null;
  fence: Generated<number>;
  host: string | null;
  id: Generated<string>;
  keyId: string;
  location: Json | null;
  network: "sandbox" | "real";
  personId: string;
  platform: string;
  reconnects: string | null;
  refreshExpiresAt: Timestamp | null;
  renewable: boolean;
  renewedAt: Timestamp | null;
  renewingUntil: Generated<Timestamp>;
  scopes: Generated<string[]>;
  sealed: string;
  state: Generated<"choosing" | "held" | "dead" | "revoked">;
  via: string;
  workspaceId: string;
}

export interface DraftRun {
  brief: Generated<string>;
  cancelAsked: Generated<boolean>;
  channelIds: string[];
  costMicros: number | null;
  createdAt: Generated<Timestamp>;
  createdBy: string | null;
  endedAt: Timestamp | null;
  events: Generated<number>;
  id: Generated<string>;
  model: string | null;
  notes: Generated<Json>;
  options: Generated<Json>;
  problem: Json | null;
  promptVersion: string | null;
  seed: Generated<number>;
  sourceIds: string[];
  state: Generated<"queued" | "reading" | "outlining" | "writing" | "checking" | "repairing" | "done" | "done_with_warnings" | "failed" | "cancelled">;
  timings: Generated<Json>;
  tokens: Generated<number>;
  updatedAt: Generated<Timestamp>;
  voice: Generated<Json>;
  voiceId: string | null;
  voiceVersion: number | null;
  workspaceId: string;
  writer: Generated<string>;
}

export interface DraftRunEvent {
  at: Generated<Timestamp>;
  data: Generated<Json>;
  kind: string;
  runId: string;
  seq: number;
  workspaceId: string;
}

export interface HostClient {
  answeredAt: Generated<Timestamp>;
  askedAt: Generated<Timestamp>;
  clientId: string;
  host: string;
  keyId: string;
  network: "sandbox" | "real";
  platform: string;
  redirectUri: string;
  scopes: string[];
  sealed: string;
}

export interface Idempotency {
  actor: string;
  body: string | null;
  claimedUntil: Timestamp | null;
  createdAt: Generated<Timestamp>;
  expiresAt: Generated<Timestamp>;
  headers: Json | null;
  key: string;
  requestHash: string;
  status: number | null;
}

export interface Instance {
  id: Generated<boolean>;
  openRegistration: Generated<boolean>;
  ownerId: string | null;
  setupCodeHash: string | null;
  stoppedAt: Timestamp | null;
  stoppedWhy: string | null;
}

export interface Lane {
  busyUntil: Generated<Timestamp>;
  calls: Generated<number>;
  callsDay: Generated<string>;
  closedUntil: Generated<Timestamp>;
  closedWhy: string | null;
  fence: Generated<number>;
  heldBy: string | null;
  id: Generated<number>;
  network: "sandbox" | "real";
  platform: string;
  remoteId: string;
  wakeAt: Generated<Timestamp>;
}

export interface OauthState {
  browserHash: string;
  expiresAt: Timestamp;
  hash: string;
  location: Json | null;
  network: "sandbox" | "real";
  personId: string;
  platform: string;
  reconnects: string | null;
  returnTo: string;
  sealed: string;
  sessionId: string;
  usedAt: Timestamp | null;
  via: string;
  workspaceId: string;
}

export interface Post {
  at: Timestamp | null;
  base: Json;
  createdAt: Generated<Timestamp>;
  createdBy: string | null;
  deletedAt: Timestamp | null;
  draftRunId: string | null;
  id: Generated<string>;
  latePolicy: "window" | "skip" | "ask" | null;
  lateWindowSeconds: number | null;
  revision: Generated<number>;
  updatedAt: Generated<Timestamp>;
  wallTime: string | null;
  workspaceId: string;
  zone: string | null;
}

export interface PostAsset {
  assetId: string;
  postId: string;
  workspaceId: string;
}

export interface Publication {
  attempts: Generated<number>;
  cancelAsked: Timestamp | null;
  channelId: string;
  contentHash: string | null;
  createdAt: Generated<Timestamp>;
  createdBy: string | null;
  dueAt: Timestamp;
  endedAt: Timestamp | null;
  evidence: Json | null;
  frozen: Json | null;
  frozenAt: Timestamp | null;
  id: Generated<string>;
  intent: string | null;
  laneId: number;
  liveAt: Timestamp | null;
  looks: Generated<number>;
  notes: Generated<Json>;
  permalink: string | null;
  plan: Json | null;
  platformVersion: number | null;
  postId: string;
  problem: Json | null;
  reason: string | null;
  redone: Generated<number>;
  remoteId: string | null;
  resent: Generated<boolean>;
  retries: Generated<number>;
  revision: Generated<number>;
  run: Generated<number>;
  sendingStep: string | null;
  sentAt: Timestamp | null;
  state: PublicationState;
  takenAt: Timestamp | null;
  unclearSince: Timestamp | null;
  wakeAt: Generated<Timestamp>;
  wallTime: string;
  workspaceId: string;
  zone: string;
}

export interface PublicationEvent {
  actor: string;
  at: Generated<Timestamp>;
  data: Generated<Json>;
  id: Generated<number>;
  kind: string;
  publicationId: string;
  step: string | null;
  workspaceId: string;
}

export interface PublicationStep {
  at: Generated<Timestamp>;
  forWhat: "post" | "extra";
  looks: Generated<number>;
  name: string;
  note: string | null;
  permalink: string | null;
  publicationId: string;
  remoteId: string | null;
  sentAt: Timestamp | null;
  state: "done" | "more" | "wait" | "live" | "sending" | "unknown" | "refused" | "skipped";
  value: string | null;
  workspaceId: string;
}

export interface Slot {
  channelId: string;
  id: Generated<string>;
  wallTime: string;
  weekday: number;
  workspaceId: string;
}

export interface Snapshot {
  answered: Json | null;
  channelId: string;
  fetchedAt: Generated<Timestamp>;
  id: Generated<string>;
  publicationId: string | null;
  trouble: string | null;
  workspaceId: string;
}

export interface Source {
  access: Generated<"open" | "paywalled" | "partial" | "consent_wall" | "login">;
  blocks: Generated<Json>;
  byline: string | null;
  canonicalUrl: string | null;
  createdAt: Generated<Timestamp>;
  fetchedAt: Timestamp | null;
  finalUrl: string | null;
  given: Json;
  givenBytes: Buffer | null;
  givenUrl: string | null;
  id: Generated<string>;
  kind: "url" | "text" | "markdown" | "pdf" | "file" | "brief";
  language: Json | null;
  licence: string | null;
  modifiedAt: Timestamp | null;
  og: Generated<Json>;
  problem: Json | null;
  publishedAt: Timestamp | null;
  robots: Generated<"allowed" | "disallowed" | "unknown">;
  site: string | null;
  state: Generated<"waiting" | "read" | "failed">;
  text: Generated<string>;
  textSha256: Buffer | null;
  title: Generated<string>;
  warnings: Generated<Json>;
  workspaceId: string;
}

export interface Suggestion {
  acceptedAt: Timestamp | null;
  channelId: string;
  content: Json;
  createdAt: Generated<Timestamp>;
  current: Generated<boolean>;
  edited: Generated<boolean>;
  evidence: Generated<Json>;
  findings: Generated<Json>;
  id: Generated<string>;
  ordinal: number;
  runId: string;
  state: "ok" | "warn" | "blocked";
  used: Generated<Json>;
  workspaceId: string;
  writer: string;
}

export interface UsageEntry {
  cachedTokens: Generated<number>;
  costMicros: number | null;
  endedAt: Timestamp;
  estimated: Generated<boolean>;
  id: Generated<string>;
  inputTokens: number;
  model: string;
  outcome: string;
  outputTokens: number;
  priceTable: string | null;
  provider: string;
  reasoningTokens: Generated<number>;
  requestId: string | null;
  runId: string | null;
  stage: string;
  startedAt: Timestamp;
  workspaceId: string;
}

export interface Version {
  channelId: string;
  files: Json | null;
  firstComment: string | null;
  parts: Json | null;
  position: Generated<number>;
  postId: string;
  settings: Generated<Json>;
  workspaceId: string;
}

export interface Voice {
  createdAt: Generated<Timestamp>;
  id: Generated<string>;
  name: string;
  rules: Generated<Json>;
  updatedAt: Generated<Timestamp>;
  version: Generated<number>;
  workspaceId: string;
}

export interface Workspace {
  createdAt: Generated<Timestamp>;
  id: string;
  latePolicy: Generated<"window" | "skip" | "ask">;
  lateWindowSeconds: Generated<number>;
  priceCap: Numeric | null;
  repeatsUnclear: Generated<boolean>;
  stoppedAt: Timestamp | null;
  stoppedWhy: string | null;
  weekStart: Generated<number>;
  zone: string;
}

export interface DB {
  appBucket: AppBucket;
  asset: Asset;
  change: Change;
  channel: Channel;
  claim: Claim;
  consent: Consent;
  draftRun: DraftRun;
  draftRunEvent: DraftRunEvent;
  hostClient: HostClient;
  idempotency: Idempotency;
  instance: Instance;
  lane: Lane;
  oauthState: OauthState;
  post: Post;
  postAsset: PostAsset;
  publication: Publication;
  publicationEvent: PublicationEvent;
  publicationStep: PublicationStep;
  slot: Slot;
  snapshot: Snapshot;
  source: Source;
  suggestion: Suggestion;
  usageEntry: UsageEntry;
  version: Version;
  voice: Voice;
  workspace: Workspace;
}
