/** What `new Auth0Client()` (v4) and `initAuth0()` (v3) do when a session option is not set. Seconds. */

export interface SessionDefaults {
  rolling: boolean;
  /** Latest end of a session, counted from login. */
  absoluteDuration: number;
  /** Longest gap between two requests. v3 calls this option `rollingDuration`. */
  inactivityDuration: number;
}

/** The same in every 4.x release, 4.0.0 to 4.30.0: `dist/server/session/abstract-session-store.js`. */
export const V4_DEFAULTS: SessionDefaults = {
  rolling: true,
  absoluteDuration: 259_200,
  inactivityDuration: 86_400,
};

/** 3.8.0: `dist/auth0-session/get-config.js`, where the idle limit is `rollingDuration`. */
export const V3_DEFAULTS: SessionDefaults = {
  rolling: true,
  absoluteDuration: 604_800,
  inactivityDuration: 86_400,
};

/** Defaults of an SDK version (`4.30.0`, `3.8.0`); unknown versions are taken for the current major, 4. */
export function defaultsFor(sdkVersion: string | null | undefined): SessionDefaults {
  const major = /^\D{0,2}(\d+)\./.exec(sdkVersion ?? '')?.[1];
  return major !== undefined && Number(major) < 4 ? V3_DEFAULTS : V4_DEFAULTS;
}
