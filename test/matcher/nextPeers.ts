import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Aliases in test/peers. */
export const NEXT_PEERS = ['next-13', 'next-14', 'next-15-0', 'next', 'next-16-2', 'next-16'] as const;
export type NextPeer = (typeof NEXT_PEERS)[number];

export interface OracleRequest {
  path: string;
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
}

export interface OracleJob {
  matcher: unknown;
  nextConfig: object;
  requests: OracleRequest[];
  /** Without the public helper, which compiles the matcher anew for every request. */
  direct?: boolean;
}

export interface OracleAnswer {
  /** Why Next.js refuses the matcher, or null. */
  refused: string | null;
  /** One `1` or `0` per request. */
  hits: string;
}

const peers = fileURLToPath(new URL('../peers/node_modules/', import.meta.url));
const oracle = fileURLToPath(new URL('./nextOracle.mjs', import.meta.url));

/** The version that is really installed. */
export function versionOf(peer: NextPeer): string {
  const file = `${peers}${peer}/package.json`;
  if (!existsSync(file)) throw new Error(`${peer} is not installed: run "node scripts/peers.mjs" first`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** All questions to one version of Next.js, in one process. */
export function askNext(peer: NextPeer, jobs: readonly OracleJob[]): Promise<OracleAnswer[]> {
  const child = spawn(process.execPath, [oracle, peers + peer], { stdio: ['pipe', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  child.stdin.end(JSON.stringify(jobs));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) {
        reject(new Error(`${peer} ended with ${code}: ${Buffer.concat(errors).toString().slice(0, 2000)}`));
        return;
      }
      resolve(JSON.parse(Buffer.concat(output).toString()) as OracleAnswer[]);
    });
  });
}
