/** Session options worth starting from; the durations are those of the SDK's public documentation. */
import type { SessionConfig } from './types';

export interface SessionPreset {
  id: 'banking' | 'standard' | 'consumer' | 'remember-me';
  title: string;
  description: string;
  config: Required<Pick<SessionConfig, 'rolling' | 'absoluteDuration' | 'inactivityDuration'>> & {
    rolling: boolean;
    absoluteDuration: number;
    inactivityDuration: number;
  };
  /** The same as source text, for completion. */
  source: { absoluteDuration: string; inactivityDuration: string };
}

export const PRESETS: readonly SessionPreset[] = [
  {
    id: 'banking',
    title: '1 hour, 15 minutes idle',
    description: 'Banking, health care: signed out after 15 minutes away, and after an hour in any case.',
    config: { rolling: true, absoluteDuration: 3600, inactivityDuration: 900 },
    source: { absoluteDuration: '60 * 60', inactivityDuration: '60 * 15' },
  },
  {
    id: 'standard',
    title: '7 days, 1 day idle',
    description: 'Most web applications: whoever comes every day signs in once a week.',
    config: { rolling: true, absoluteDuration: 604_800, inactivityDuration: 86_400 },
    source: { absoluteDuration: '60 * 60 * 24 * 7', inactivityDuration: '60 * 60 * 24' },
  },
  {
    id: 'consumer',
    title: '30 days, 7 days idle',
    description: 'Consumer applications and content platforms: a visit a week keeps the session for a month.',
    config: { rolling: true, absoluteDuration: 2_592_000, inactivityDuration: 604_800 },
    source: { absoluteDuration: '60 * 60 * 24 * 30', inactivityDuration: '60 * 60 * 24 * 7' },
  },
  {
    id: 'remember-me',
    title: '90 days, 30 days idle',
    description: 'Remember me: stays signed in for three months with one visit a month.',
    config: { rolling: true, absoluteDuration: 7_776_000, inactivityDuration: 2_592_000 },
    source: { absoluteDuration: '60 * 60 * 24 * 90', inactivityDuration: '60 * 60 * 24 * 30' },
  },
];

/** Days of visits in the SDK documentation's example for 30 days and 7 days idle, which ends on day 17, not on day 30. */
export const DOCUMENTED_EXAMPLE_DAYS = [0, 5, 10, 25, 30] as const;
