/**
 * Asks one installed Next.js whether its middleware matches, with Next.js's own functions. Runs in a process of its
 * own: Next.js ends the process on a matcher it refuses, and each version wants the module names for itself.
 *
 *   node nextOracle.mjs DIRECTORY < jobs.json > answers.json
 *
 * jobs: { matcher, nextConfig, requests: { path, headers?, cookies? }[], direct? }[]; direct: without the public helper,
 *   which compiles the matcher anew for every request
 * answers: { refused: string | null, hits: string }[], one 1 or 0 per request
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const directory = process.argv[2];

// Next.js requires itself by name, which would find the package that is installed as `next` instead of this one.
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const own = request.startsWith('next/') ? join(directory, request.slice('next/'.length)) : request;
  return resolve.call(this, own, ...rest);
};
globalThis.AsyncLocalStorage = AsyncLocalStorage;

class Refused extends Error {}

const complaints = [];
for (const method of ['log', 'warn', 'error', 'info']) {
  console[method] = (...args) => complaints.push(args.map(String).join(' '));
}
const { exit } = process;
process.exit = () => {
  throw new Refused(complaints.splice(0).join('\n'));
};

function load(path) {
  return require(join(directory, 'dist', path));
}

function tryToLoad(path) {
  try {
    return load(path);
  } catch {
    return undefined;
  }
}

const { getMiddlewareMatchers } = load('build/analysis/get-page-static-info.js');
const { getMiddlewareRouteMatcher } = load('shared/lib/router/utils/middleware-route-matcher.js');
const testing = tryToLoad('experimental/testing/server');
const schema = tryToLoad('build/segment-config/middleware/middleware-config.js');

/** The public helper where there is one, else the two functions it consists of. */
function ask({ matcher, nextConfig, requests, direct = false }) {
  const input = schema?.MiddlewareConfigInputSchema.safeParse({ matcher });
  if (input && !input.success) throw new Refused(String(input.error));
  // Older versions write the built source into the objects they are given.
  const fresh = () => structuredClone(matcher);
  // Compiled in any case, so that a matcher is refused also when no request is asked about.
  const matches = getMiddlewareRouteMatcher(getMiddlewareMatchers(fresh(), nextConfig));
  const one = ({ path, headers = {}, cookies = {} }) => {
    if (!direct && testing?.unstable_doesMiddlewareMatch) {
      const url = `http://localhost${path}`;
      return testing.unstable_doesMiddlewareMatch({
        config: { matcher: fresh() },
        url,
        headers,
        cookies,
        nextConfig,
      });
    }
    const { pathname, searchParams } = new URL(`http://localhost${path}`);
    return matches(pathname, { headers, cookies }, Object.fromEntries(searchParams));
  };
  return requests.map((request) => (one(request) ? '1' : '0')).join('');
}

const answers = JSON.parse(readFileSync(0, 'utf8')).map((job) => {
  complaints.length = 0;
  try {
    return { refused: null, hits: ask(job) };
  } catch (error) {
    return { refused: error instanceof Error ? error.message || error.name : String(error), hits: '' };
  }
});
process.stdout.write(JSON.stringify(answers), () => exit(0));
